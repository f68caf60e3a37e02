import { expect, type Page, test } from '@playwright/test';
import { CHANGE_COLOURS, ERROR_COLOURS } from '../src/rendering/layerColours.ts';
import { BUILT_IN } from './croppedSequence.ts';
import { compare, countNear, largestDifference, screenPixels } from './screenPixels.ts';
import { ShownColumns, watchPage } from './shownColumns.ts';

// All on the recorded run of the built-in sequence, which opens at once.

const FRAME = 54;

test.beforeEach(async ({ page }) => {
  await open(page, '');
});

/** Opens the recorded run on a frame with three objects, of which x265 loses two. */
async function open(page: Page, view: string): Promise<void> {
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm&frame=${FRAME}${view}`);
  await new ShownColumns(page).recorded();
  await expect(picture(page, 'ours')).toHaveAttribute('data-mask', String(FRAME));
}

function picture(page: Page, kind: string) {
  return page.locator(`article[data-column="${kind}"] [data-picture]`);
}

/** The pictures of all columns as they are on the screen. */
async function pictures(page: Page) {
  const kinds = ['truth', 'original', 'x265', 'ours'] as const;
  const shown: Record<string, Awaited<ReturnType<typeof screenPixels>>> = {};
  for (const kind of kinds) shown[kind] = await screenPixels(picture(page, kind));
  return shown as Record<(typeof kinds)[number], Awaited<ReturnType<typeof screenPixels>>>;
}

test('all columns zoom about the pointer, in squares from 2× on, and exactly at 1:1', async ({
  page,
}) => {
  await page.keyboard.press('n');
  const box = await picture(page, 'original').boundingBox();
  if (!box) throw new Error('the picture is not on the screen');
  // The rest stands in other windows at the same place of the frame.
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(picture(page, 'ours').getByTestId('ghost')).toBeVisible();
  await expect(picture(page, 'original').getByTestId('ghost')).toBeHidden();
  await page.keyboard.press('z');
  await expect(page).toHaveURL(/zoom=1,/);
  await page.mouse.move(1, 1);
  const exact = await screenPixels(picture(page, 'original'));
  await page.keyboard.press('v');
  await expect(page).toHaveURL(/zoom=8,/);
  const large = await screenPixels(picture(page, 'original'));
  const [middleX, middleY] = [Math.floor(large.width / 2), Math.floor(large.height / 2)];
  // The frame's pixel in the middle begins where its colour does.
  const startX = middleX - (middleX - startOf(large, middleX, middleY));
  for (let column = 0; column < 6; column++) {
    const x = startX + 8 * column;
    for (let inside = 1; inside < 8; inside++) {
      expect(large.at(x + inside, middleY)).toEqual(large.at(x, middleY));
    }
    // At 1:1 chroma is interpolated between its samples.
    expect(
      largestDifference(
        exact.at(Math.floor(exact.width / 2) + column, Math.floor(exact.height / 2)),
        large.at(x + 4, middleY),
      ),
    ).toBeLessThan(24);
  }
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/zoom=/);
});

/** Where the square of a place begins. */
function startOf(shown: Awaited<ReturnType<typeof screenPixels>>, x: number, y: number): number {
  let start = x;
  while (start > 0 && largestDifference(shown.at(start - 1, y), shown.at(x, y)) === 0) start--;
  return Math.max(start, x - 7);
}

test('the wheel zooms, dragging pans, a double click goes through the steps', async ({ page }) => {
  const box = await picture(page, 'truth').boundingBox();
  if (!box) throw new Error('the picture is not on the screen');
  const [x, y] = [box.x + 100, box.y + 80];
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -600);
  await expect(page).toHaveURL(/zoom=/);
  const zoomOf = () =>
    new URL(page.url()).searchParams.get('zoom')?.split(',').map(Number) ?? [0, 0, 0];
  const [scale, before] = zoomOf();
  await page.mouse.down();
  await page.mouse.move(x - 60, y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => zoomOf()[1]).toBeCloseTo((before ?? 0) + 60 / (scale ?? 1), 0);
  expect(zoomOf()[0]).toBe(scale);
  await page.mouse.wheel(0, 4000);
  await expect(page).not.toHaveURL(/zoom=/);
  // From the fitted frame: 1:1, 2×, 4×, 8×, and back.
  for (const step of [1, 2, 4, 8]) {
    await page.mouse.dblclick(x, y);
    await expect(page).toHaveURL(new RegExp(`zoom=${step},`));
  }
  await page.mouse.dblclick(x, y);
  await expect(page).not.toHaveURL(/zoom=/);
});

test('two fingers zoom', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    ...{ baseURL: baseURL ?? '', hasTouch: true, viewport: { width: 390, height: 844 } },
  });
  const page = await context.newPage();
  await open(page, '');
  const box = await picture(page, 'ours').boundingBox();
  if (!box) throw new Error('the picture is not on the screen');
  const session = await context.newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints:
        type === 'touchEnd'
          ? []
          : [-1, 1].map((side) => ({
              x: box.x + box.width / 2 + side * apart,
              y: box.y + box.height / 2,
            })),
    });
  await touch('touchStart', 15);
  for (const apart of [20, 30, 40, 50, 60]) await touch('touchMove', apart);
  await touch('touchEnd', 0);
  await expect(page).toHaveURL(/zoom=/);
  await context.close();
});

test('the loupe shows the pixels of every column with their values', async ({ page }) => {
  await page.keyboard.press('l');
  const loupe = page.getByTestId('loupe');
  await expect(loupe).toContainText('pixel 427, 240');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(loupe).toContainText('pixel 428, 240');
  const box = await picture(page, 'x265').boundingBox();
  if (!box) throw new Error('the picture is not on the screen');
  // The body of the turtle, which x265 loses.
  await page.mouse.move(box.x + box.width * 0.58, box.y + box.height * 0.33);
  const item = (name: string) => loupe.getByRole('listitem').filter({ hasText: name });
  await expect(item('Ground truth')).toContainText('object 1: hit');
  await expect(item('x265')).toContainText('no object: miss');
  await expect(item('Ours')).toContainText('object 1: hit');
  await expect(item('Ground truth')).toContainText('0 0 0');
  await page.keyboard.press('Escape');
  await expect(loupe).toBeHidden();
});

test('layers are drawn in all columns, or in one', async ({ page }) => {
  const masks = await pictures(page);
  await page.keyboard.press('r');
  await expect(page.getByTestId('legend')).toContainText('missed');
  await expect(page).toHaveURL(/layer=errors/);
  const errors = await pictures(page);
  const missed = (shown: typeof errors.x265) => countNear(shown, ERROR_COLOURS.missed);
  expect(missed(errors.truth)).toBe(0);
  expect(missed(errors.x265)).toBeGreaterThan(2 * missed(errors.ours));
  expect(missed(errors.ours)).toBeGreaterThan(0);

  await page.keyboard.press('t');
  const changes = await pictures(page);
  expect(countNear(changes.x265, CHANGE_COLOURS.wonBack)).toBeGreaterThan(1000);

  await page.keyboard.press('d');
  await expect(page.getByTestId('legend')).toContainText('heat map');
  const differences = await pictures(page);
  // The original does not differ from itself.
  const middle = (shown: typeof errors.x265) =>
    shown.at(Math.floor(shown.width / 2), Math.floor(shown.height / 2));
  expect(middle(differences.original)).toEqual([0, 0, 4]);
  expect(countNear(differences.x265, [0, 0, 4], 3) / differences.x265.width).toBeLessThan(200);

  await page.keyboard.press('s');
  const spotlight = await pictures(page);
  const brightness = (shown: typeof errors.x265) => shown.at(20, 20).reduce((sum, c) => sum + c);
  expect(brightness(spotlight.ours)).toBeLessThan(brightness(masks.ours) / 2);

  await page.keyboard.press('n');
  const plain = await pictures(page);
  expect(compare(plain.truth, plain.original).largest).toBe(0);

  await page.getByRole('button', { name: 'Plain' }).click();
  const layers = page.getByRole('dialog', { name: 'Layers' });
  await layers.getByLabel('Show in').selectOption({ label: 'x265 only' });
  await layers.getByLabel('Errors').check();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/layers=3:errors/);
  const mixed = await pictures(page);
  expect(missed(mixed.x265)).toBe(missed(errors.x265));
  expect(compare(mixed.original, plain.original).largest).toBe(0);
});

test('outlines keep their width, and their colour can be chosen', async ({ page }) => {
  const widthAt = async (address: string) => {
    await open(page, `&opacity=0&outline=ff00ff${address}`);
    const shown = await screenPixels(picture(page, 'truth'));
    return longestRun(shown, [255, 0, 255]);
  };
  for (const zoom of ['2,411,214', '16,411,214']) {
    const width = await widthAt(`&zoom=${zoom}`);
    expect(width).toBeGreaterThanOrEqual(1);
    expect(width).toBeLessThanOrEqual(2);
  }
});

/** The most common number of pixels side by side in a colour, in rows. */
function longestRun(
  shown: Awaited<ReturnType<typeof screenPixels>>,
  colour: readonly number[],
): number {
  const counts = new Map<number, number>();
  for (let y = 0; y < shown.height; y++) {
    let length = 0;
    for (let x = 0; x <= shown.width; x++) {
      const isIn = x < shown.width && largestDifference(shown.at(x, y), colour) === 0;
      if (!isIn && length > 0) counts.set(length, (counts.get(length) ?? 0) + 1);
      length = isIn ? length + 1 : 0;
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 0;
}

test('two columns are wiped, blinked and subtracted on one stage', async ({ page }) => {
  const pair = page.getByTestId('pair');
  await page.keyboard.press('b');
  await expect(pair).toContainText('x265');
  await page.keyboard.up('b');
  const first = await screenPixels(pair);
  await page.keyboard.down('b');
  await expect(pair).toContainText('Ours');
  const second = await screenPixels(pair);
  await page.keyboard.up('b');
  expect(compare(first, second).share).toBeGreaterThan(0.3);

  await page.keyboard.press('w');
  const box = await pair.boundingBox();
  if (!box) throw new Error('the stage is not on the screen');
  const line = pair.getByRole('slider');
  await page.mouse.move(box.x + box.width * 0.7, box.y + 200);
  await expect(line).toHaveAttribute('aria-valuenow', '70');
  await page.mouse.click(box.x + box.width / 2, box.y + 200);
  await page.mouse.move(box.x + box.width * 0.2, box.y + 200);
  await expect(line).toHaveAttribute('aria-valuenow', '50');
  const wiped = await screenPixels(pair);
  // Beside the line and below the labels.
  expect(compareBelow(wiped, first, 60, 8, wiped.width / 2 - 8).largest).toBeLessThan(3);
  expect(
    compareBelow(wiped, second, 60, wiped.width / 2 + 8, wiped.width - 8).largest,
  ).toBeLessThan(3);
  await line.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(line).toHaveAttribute('aria-valuenow', '48');
  // The line's keys do not step through the frames.
  await expect(page).toHaveURL(/frame=54/);

  await page.keyboard.press('h');
  await expect(page).toHaveURL(/pair=3,4,difference/);
  const difference = await screenPixels(pair);
  expect(countNear(difference, [0, 0, 4], 60)).toBeGreaterThan(difference.width * 100);

  await page.keyboard.press('f');
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  await page.keyboard.press('f');
  await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBeNull();
  await page.keyboard.press('Escape');
  await expect(pair).toBeHidden();
});

function compareBelow(
  a: Awaited<ReturnType<typeof screenPixels>>,
  b: Awaited<ReturnType<typeof screenPixels>>,
  top: number,
  from: number,
  to: number,
) {
  const below = (shown: typeof a) => ({
    ...{ width: shown.width, height: shown.height - top },
    at: (x: number, y: number) => shown.at(x, y + top),
  });
  return compare(below(a), below(b), Math.ceil(from), Math.floor(to));
}

test('a link opens paused on exactly the view that was copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Dark theme' }).click();
  await page.keyboard.press('r');
  await picture(page, 'ours').hover({ position: { x: 200, y: 100 } });
  // A magnification that is no round number.
  await page.mouse.wheel(0, -437);
  await page.keyboard.press(' ');
  await expect(picture(page, 'ours')).not.toHaveAttribute('data-mask', String(FRAME));
  // A link to what plays is to the frame at which it was copied.
  await page.keyboard.press(' ');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await (await expectSameView(page)).close();
  await page.keyboard.press('w');
  await page.getByTestId('pair').click({ position: { x: 333, y: 200 } });
  await (await expectSameView(page)).close();
});

test('a link has the place of the loupe', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await picture(page, 'ours').hover({ position: { x: 200, y: 100 } });
  await page.keyboard.press('l');
  const loupe = page.getByTestId('loupe');
  await expect(loupe).toContainText('pixel 369, 184');
  await page.mouse.move(1, 1);
  await page.getByRole('button', { name: 'Copy link' }).click();
  const texts = await loupe.allTextContents();
  await page.goto(await page.evaluate(() => navigator.clipboard.readText()));
  await new ShownColumns(page).recorded();
  await expect(loupe).toHaveText(texts);
});

/** Copies the link of the page, opens it in another, and compares what both show. */
async function expectSameView(page: Page): Promise<Page> {
  // Pictures have no pointer.
  await page.mouse.move(1, 1);
  const before = await page.locator('[data-full-screen]').screenshot();
  await page.getByRole('button', { name: 'Copy link' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('theme=dark');
  const other = await page.context().newPage();
  await other.goto(link);
  await new ShownColumns(other).recorded();
  await expect(other.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await other.mouse.move(1, 1);
  await expect
    .poll(async () => (await other.locator('[data-full-screen]').screenshot()).equals(before))
    .toBe(true);
  return other;
}

test('a view in the address that makes no sense takes its default', async ({ page }) => {
  const { errors } = watchPage(page, 'http://localhost');
  const before = await pictures(page);
  await open(page, '&zoom=a,b&layer=x&pair=9,9,wipe&loop=z&enlarged=99&theme=x');
  const after = await pictures(page);
  expect(compare(before.ours, after.ours).largest).toBe(0);
  expect(errors).toEqual([]);
});

test('a lost WebGL context is survived, and said until it is back', async ({ page }) => {
  await page.keyboard.press('ArrowLeft');
  await expect(picture(page, 'ours')).toHaveAttribute('data-mask', String(FRAME - 1));
  const before = await pictures(page);
  await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="pictures"]');
    const extension = canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context');
    Object.assign(window, { restoreContext: () => extension?.restoreContext() });
    extension?.loseContext();
  });
  await expect(picture(page, 'ours')).toContainText('took the graphics card away');
  await page.keyboard.press('ArrowRight');
  await page.evaluate(() => (window as unknown as { restoreContext: () => void }).restoreContext());
  await expect(picture(page, 'ours')).not.toContainText('graphics card');
  await page.keyboard.press('ArrowLeft');
  await expect(picture(page, 'ours')).toHaveAttribute('data-mask', String(FRAME - 1));
  await expect.poll(async () => compare(before.ours, (await pictures(page)).ours).largest).toBe(0);
});

test('1:1 is exact on a screen with two device pixels for each CSS pixel', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({
    ...{ baseURL: baseURL ?? '', deviceScaleFactor: 2, viewport: { width: 1280, height: 720 } },
  });
  const page = await context.newPage();
  await open(page, '&layer=plain&zoom=1,427,240');
  const exact = await screenPixels(picture(page, 'original'));
  await open(page, '&layer=plain&zoom=4,427,240');
  const large = await screenPixels(picture(page, 'original'));
  const middle = { x: Math.floor(exact.width / 2), y: Math.floor(exact.height / 2) };
  for (let column = 0; column < 20; column++) {
    expect(
      largestDifference(
        exact.at(middle.x + column, middle.y),
        large.at(Math.floor(large.width / 2) + 4 * column + 2, Math.floor(large.height / 2) + 2),
      ),
    ).toBeLessThan(24);
  }
  await context.close();
});

test('Back puts columns and view back together', async ({ page }) => {
  await page.keyboard.press('w');
  await expect(page).toHaveURL(/pair=3,4,wipe/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('4');
  await expect(page).toHaveURL(/enlarged=4/);
  await page.getByRole('button', { name: 'Add column' }).click();
  await page
    .getByRole('menuitem', { name: /^x265 / })
    .first()
    .click();
  await expect(page.locator('article')).toHaveCount(5);
  await page.goBack();
  await expect(page.locator('article')).toHaveCount(4);
  await expect(page).toHaveURL(/enlarged=4/);
  await expect(page.locator('article[data-column="ours"]')).toHaveAttribute('data-enlarged');
});
