import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { BUILT_IN } from './croppedSequence.ts';
import { compare, screenPixels } from './screenPixels.ts';
import { ShownColumns } from './shownColumns.ts';
import { smallTargets } from './tapTargets.ts';
import { Fingers } from './touch.ts';

// All on the recorded run of the built-in sequence, which opens at once.

const FRAME = 54;
const SCREENS = [
  [390, 844],
  [844, 390],
  [320, 640],
  [768, 1024],
] as const;

/** The columns of each pair, and their names. */
const FIRST = ['truth', 'original'] as const;
const SECOND = ['x265', 'ours'] as const;

/** Opens the recorded run on a phone, and closes it when the test has ended. */
async function onPhone(
  browser: Browser,
  baseURL: string | undefined,
  [width, height]: readonly [number, number],
  run: (page: Page) => Promise<void>,
  { view = '', colorScheme = 'dark' as 'dark' | 'light' } = {},
): Promise<void> {
  const context = await browser.newContext({
    ...{ baseURL: baseURL ?? '', hasTouch: true, isMobile: true, viewport: { width, height } },
    ...{ deviceScaleFactor: 2, colorScheme, reducedMotion: 'reduce' },
  });
  const page = await context.newPage();
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm&frame=${FRAME}${view}`);
  await new ShownColumns(page).recorded();
  await expect(picture(page, 'ours')).toHaveAttribute('data-mask', String(FRAME));
  await run(page);
  await context.close();
}

function picture(page: Page, kind: string) {
  return page.locator(`article[data-column="${kind}"] [role="img"]`);
}

function pairTab(page: Page, name: string) {
  return page.getByRole('group', { name: 'Columns in view' }).getByRole('button', { name });
}

async function boxOf(page: Page, kind: string) {
  const box = await picture(page, kind).boundingBox();
  if (!box) throw new Error(`the picture of ${kind} is not on the page`);
  return box;
}

async function middleOf(page: Page, kind: string) {
  const { x, y, width, height } = await boxOf(page, kind);
  return { x: x + width / 2, y: y + height / 2 };
}

/** Waits until exactly these pictures are in the window, each as a whole. */
async function expectInView(page: Page, seen: readonly string[], hidden: readonly string[]) {
  for (const kind of seen) await expect(picture(page, kind)).toBeInViewport({ ratio: 0.99 });
  for (const kind of hidden) await expect(picture(page, kind)).not.toBeInViewport();
}

/** Swipes to the neighbouring pair, with a finger on a picture. */
async function swipe(page: Page, on: string, direction: 'left' | 'right') {
  const middle = await middleOf(page, on);
  const { width } = page.viewportSize() ?? { width: 0 };
  const by = { x: (direction === 'left' ? -0.7 : 0.7) * width, y: 0 };
  await (await Fingers.on(page)).drag({ x: width / 2 - by.x / 2, y: middle.y }, by);
}

for (const screen of SCREENS) {
  const [width, height] = screen;
  const size = `${width}×${height}`;

  test(`two columns are seen at once at ${size}, and a swipe shows the others`, async ({
    browser,
    baseURL,
  }) => {
    await onPhone(browser, baseURL, screen, async (page) => {
      await expectInView(page, SECOND, FIRST);
      await expect(pairTab(page, 'x265 and Ours')).toHaveAttribute('aria-pressed', 'true');
      const pictures = await Promise.all(SECOND.map((kind) => boxOf(page, kind)));
      const area = pictures.reduce((sum, box) => sum + box.width * box.height, 0);
      expect(area / (width * height)).toBeGreaterThan(0.45);
      await swipe(page, 'ours', 'right');
      await expectInView(page, FIRST, SECOND);
      await expect(pairTab(page, 'Ground truth and Original')).toHaveAttribute(
        'aria-pressed',
        'true',
      );
      await expect(page).toHaveURL(/inview=1/);
      await pairTab(page, 'x265 and Ours').tap();
      await expectInView(page, SECOND, FIRST);
    });
  });

  test(`nothing is wider than the screen at ${size}, and the controls are at the bottom`, async ({
    browser,
    baseURL,
  }) => {
    await onPhone(browser, baseURL, screen, async (page) => {
      const transport = page.getByRole('region', { name: 'Playback' });
      for (const place of [0, 300]) {
        await page.evaluate((top) => scrollTo(0, top), place);
        const box = await transport.boundingBox();
        expect(Math.abs((box?.y ?? 0) + (box?.height ?? 0) - height)).toBeLessThanOrEqual(1);
        expect(box?.height).toBeLessThan(height / 5);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      for (const name of ['Play', 'Next frame', 'Previous frame', 'Playback and view']) {
        await expect(transport.getByRole('button', { name, exact: true })).toBeInViewport();
      }
      await expect(transport.getByLabel('Frames ready in all columns')).toBeInViewport();
      await expect(page.getByTitle('What is drawn over the pictures')).toBeInViewport();
      // Nothing lies over the pictures.
      await page.evaluate(() => scrollTo(0, 0));
      for (const kind of SECOND) {
        const box = await boxOf(page, kind);
        expect(box.y + box.height).toBeLessThanOrEqual((await transport.boundingBox())?.y ?? 0);
      }
    });
  });

  test(`at ${size} dialogs fill the screen, and everything that is tapped has 44 pixels`, async ({
    browser,
    baseURL,
  }) => {
    await onPhone(browser, baseURL, screen, async (page) => {
      expect(await smallTargets(page), 'the page').toEqual([]);
      await page.evaluate(() => scrollTo(0, 0));
      await page.getByRole('button', { name: 'Menu', exact: true }).tap();
      expect(await smallTargets(page), 'the menu').toEqual([]);
      await page.keyboard.press('Escape');
      for (const name of IN_MENU) {
        await page.getByRole('button', { name: 'Menu', exact: true }).tap();
        await page.getByRole('button', { name, exact: true }).tap();
        await expectFilled(page, name, screen);
        await expect(page.getByRole('button', { name: 'Menu', exact: true })).toBeFocused();
      }
      await page.getByTestId('sequence').tap();
      await expectFilled(page, 'Sequences', screen);
      await page.getByRole('button', { name: 'Table', exact: true }).tap();
      await expectFilled(page, 'Table', screen);
      for (const name of ['Playback and view', 'Settings of Ours']) {
        await page.getByRole('button', { name, exact: true }).tap();
        await expect(page.getByRole('dialog')).toBeVisible();
        expect(await smallTargets(page), name).toEqual([]);
        await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();
        await expect(page.getByRole('dialog')).toBeHidden();
      }
      await page.getByTitle('What is drawn over the pictures').tap();
      await page.getByRole('dialog').getByText('Blocks of the video').tap();
      expect(await smallTargets(page), 'the layers').toEqual([]);
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();
      await page.getByRole('button', { name: 'Add column' }).tap();
      expect(await smallTargets(page), 'the menu of columns').toEqual([]);
    });
  });
}

const IN_MENU = [
  ...['Codec', 'Mask stream', 'Report', 'Figure', 'Clip', 'Runs', 'Networks', 'Help'],
] as const;

/** An open dialog has all of the screen and large targets in all tabs, and closes with a tap. */
async function expectFilled(page: Page, name: string, [width, height]: readonly [number, number]) {
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  expect(await dialog.boundingBox(), name).toEqual({ x: 0, y: 0, width, height });
  const tabs = await dialog.getByRole('tab').all();
  for (const tab of tabs) {
    await tab.tap();
    expect(await smallTargets(page), `${name}, ${await tab.textContent()}`).toEqual([]);
  }
  if (tabs.length === 0) expect(await smallTargets(page), name).toEqual([]);
  const close = dialog.getByRole('button', { name: 'Close', exact: true });
  const box = await close.boundingBox();
  // On an upright phone it is where a thumb reaches it.
  if (height > width) expect(box?.y ?? 0).toBeGreaterThan(height * 0.8);
  await close.tap();
  await expect(dialog).toBeHidden();
}

test('pictures are drawn where they belong before, during and after a swipe', async ({
  browser,
  baseURL,
}) => {
  await onPhone(browser, baseURL, [390, 844], async (page) => {
    const before = await screenPixels(picture(page, 'x265'));
    const other = await screenPixels(picture(page, 'ours'));
    // Two columns that look alike could be drawn in each other's place.
    expect(compare(before, other).share).toBeGreaterThan(0.3);
    // Half of each pair: the strip is held between two places to which it would snap.
    const strip = page.locator('[data-full-screen]');
    await strip.evaluate((element) => {
      element.style.scrollSnapType = 'none';
      element.scrollLeft = 199;
    });
    const half = await screenPixels(page);
    const box = await boxOf(page, 'x265');
    expect(box.x).toBe(199);
    // Screenshots of elements begin with whole pixels of CSS, around those of the picture.
    const size = { width: 300, height: before.height - 8 };
    const top = 2 * Math.floor(box.y) + 2;
    const moved = { ...size, at: (x: number, y: number) => half.at(2 * box.x + x, top + y) };
    const still = { ...size, at: (x: number, y: number) => before.at(x, y + 2) };
    expect(compare(moved, still).largest).toBeLessThan(3);
    await strip.evaluate((element) => {
      element.style.scrollSnapType = '';
    });
    await pairTab(page, 'Ground truth and Original').tap();
    await expectInView(page, FIRST, SECOND);
    expect(compare(await screenPixels(picture(page, 'original')), before).share).toBeGreaterThan(
      0.3,
    );
    await pairTab(page, 'x265 and Ours').tap();
    await expectInView(page, SECOND, FIRST);
    expect(compare(await screenPixels(picture(page, 'x265')), before).largest).toBe(0);
  });
});

test('two fingers zoom, one then pans instead of swiping, and a tap shows the whole frame', async ({
  browser,
  baseURL,
}) => {
  await onPhone(browser, baseURL, [390, 844], async (page) => {
    const fingers = await Fingers.on(page);
    const middle = await middleOf(page, 'ours');
    await fingers.pinch(middle, 60, 240);
    await expect(page).toHaveURL(/zoom=/);
    await expectInView(page, SECOND, FIRST);
    const zoomOf = () =>
      new URL(page.url()).searchParams.get('zoom')?.split(',').map(Number) ?? [0, 0, 0];
    const [scale = 0, x = 0] = zoomOf();
    await fingers.drag(middle, { x: 80, y: 0 });
    // Two device pixels for each of CSS.
    await expect.poll(() => zoomOf()[1] ?? 0).toBeCloseTo(x - 160 / scale, 0);
    expect(zoomOf()[0]).toBe(scale);
    await expectInView(page, SECOND, FIRST);
    await page.getByRole('button', { name: 'Whole frame' }).tap();
    await expect(page).not.toHaveURL(/zoom=/);
    await swipe(page, 'ours', 'right');
    await expectInView(page, FIRST, SECOND);
  });
});

test('the strip over time is dragged with one finger and zoomed with two', async ({
  browser,
  baseURL,
}) => {
  await onPhone(browser, baseURL, [390, 844], async (page) => {
    const fingers = await Fingers.on(page);
    const strip = page.getByTestId('strip');
    await strip.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const box = await strip.boundingBox();
    if (!box) throw new Error('the strip is not on the page');
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await fingers.drag(at, { x: -60, y: 0 });
    await expect(page).toHaveURL(/frame=(1\d|2\d)\b/);
    const frame = new URL(page.url()).searchParams.get('frame');
    await fingers.pinch(at, 60, 180);
    await expect(page).toHaveURL(/time=/);
    expect(new URL(page.url()).searchParams.get('frame')).not.toBeNull();
    const [first = 0, last = 0] =
      new URL(page.url()).searchParams.get('time')?.split(',').map(Number) ?? [];
    expect(last - first).toBeGreaterThan(15);
    expect(last - first).toBeLessThan(25);
    expect(frame).not.toBe(String(FRAME));
  });
});

test('a finger moves the loupe and the line of a wipe', async ({ browser, baseURL }) => {
  await onPhone(browser, baseURL, [390, 844], async (page) => {
    const fingers = await Fingers.on(page);
    await page.getByRole('button', { name: 'Playback and view' }).tap();
    await page.getByRole('button', { name: 'Loupe', exact: true }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();
    const loupe = page.getByTestId('loupe');
    // Those in view, so that the pictures are not hidden.
    await expect(loupe.getByRole('listitem')).toHaveCount(2);
    const middle = await middleOf(page, 'ours');
    await fingers.drag(middle, { x: 50, y: 0 });
    await expect(loupe).toContainText(/pixel 53\d, 2/);
    await expectInView(page, SECOND, FIRST);
    await page.keyboard.press('Escape');
    await page.keyboard.press('w');
    const line = page.getByRole('slider', { name: 'Line between both pictures' });
    const pair = await page.getByTestId('pair').boundingBox();
    if (!pair) throw new Error('the pair is not on the page');
    const start = { x: pair.x + pair.width / 2, y: pair.y + pair.height / 2 };
    await fingers.drag(start, { x: -100, y: 0 });
    await expect
      .poll(async () => Number(await line.getAttribute('aria-valuenow')))
      .toBeLessThan(30);
  });
});

test('a turned phone shows the same columns, and so does a link', async ({ browser, baseURL }) => {
  await onPhone(
    browser,
    baseURL,
    [390, 844],
    async (page) => {
      await expectInView(page, FIRST, SECOND);
      await page.setViewportSize({ width: 844, height: 390 });
      await expectInView(page, FIRST, SECOND);
      const [truth, original] = await Promise.all(FIRST.map((kind) => boxOf(page, kind)));
      // Side by side instead of one above the other.
      expect(truth?.y).toBe(original?.y);
      await page.setViewportSize({ width: 390, height: 844 });
      await expectInView(page, FIRST, SECOND);
    },
    { view: '&inview=2' },
  );
});

test('an odd last column is alone, and the keyboard reaches every column', async ({
  browser,
  baseURL,
}) => {
  await onPhone(browser, baseURL, [390, 844], async (page) => {
    await page.getByRole('button', { name: 'Enlarge x265' }).focus();
    // From the last button of one pair to the first of the other.
    await page.getByRole('button', { name: 'Enlarge Original' }).focus();
    await expectInView(page, FIRST, SECOND);
    await page.getByRole('button', { name: 'Settings of Ground truth' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).tap();
    await expect(page.locator('article')).toHaveCount(3);
    await expect(pairTab(page, 'Ours')).toHaveAttribute('aria-pressed', 'true');
    await expectInView(page, ['ours'], ['original', 'x265']);
    const box = await boxOf(page, 'ours');
    expect(Math.abs(box.x + box.width / 2 - 195)).toBeLessThan(2);
  });
});

for (const colorScheme of ['dark', 'light'] as const) {
  test(`axe finds nothing on a phone, ${colorScheme}`, async ({ browser, baseURL }) => {
    await onPhone(
      browser,
      baseURL,
      [390, 844],
      async (page) => {
        await check(page, 'the page');
        await page.getByRole('button', { name: 'Menu', exact: true }).tap();
        await check(page, 'the menu');
        await page.getByRole('button', { name: 'Report', exact: true }).tap();
        await check(page, 'a dialog');
        await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();
        await page.getByRole('button', { name: 'Playback and view' }).tap();
        await check(page, 'playback and view');
        await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();
        await page.setViewportSize({ width: 844, height: 390 });
        await check(page, 'the page of a lying phone');
      },
      { colorScheme },
    );
  });
}

async function check(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
  expect(found, state).toEqual([]);
}
