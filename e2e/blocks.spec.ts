import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { UNIT_COLOURS } from '../src/rendering/blockColours.ts';
import { BUILT_IN, SAMPLES } from './croppedSequence.ts';
import { compare, largestDifference, type ScreenPixels, screenPixels } from './screenPixels.ts';
import { dropFiles, ShownColumns, watchPage } from './shownColumns.ts';

const FRAME = 54;

/** Opens the recorded run, without masks over the pictures. */
async function open(page: Page, view = ''): Promise<void> {
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm&frame=${FRAME}&layer=plain${view}`);
  await new ShownColumns(page).recorded();
  await expect(picture(page, 'x265')).toHaveAttribute('data-picture', String(FRAME));
}

function picture(page: Page, kind: 'original' | 'x265' | 'ours' | 'imported') {
  return page.locator(`article[data-column="${kind}"] [data-picture]`);
}

const legend = (page: Page) => page.getByTestId('block-legend');
const card = (page: Page) => page.getByTestId('block-card');

/** The share of the pixels that are nearer to a colour than they were. */
function tinted(before: ScreenPixels, after: ScreenPixels, colour: readonly number[]): number {
  let count = 0;
  for (let y = 0; y < after.height; y += 2) {
    for (let x = 0; x < after.width; x += 2) {
      const [was, is] = [before.at(x, y), after.at(x, y)];
      if (largestDifference(is, colour) < largestDifference(was, colour) - 8) count++;
    }
  }
  return count / ((after.height / 2) * (after.width / 2));
}

test('blocks are drawn in the columns of HEVC videos only, in the colours of the legend', async ({
  page,
}) => {
  await open(page);
  const plain = await screenPixels(picture(page, 'x265'));
  const original = await screenPixels(picture(page, 'original'));
  await page.keyboard.press('i');
  await expect(legend(page)).toContainText('x265, P picture');
  await expect(legend(page)).toContainText(/skip \d+%.*merge \d+%.*inter \d+%.*intra \d+%/);
  const modes = await screenPixels(picture(page, 'x265'));
  // Most of this frame is skipped, which the legend says too.
  const text = (await legend(page).textContent()) ?? '';
  const skipped = Number(text.match(/skip (\d+)%/)?.[1]) / 100;
  expect(skipped).toBeGreaterThan(0.5);
  expect(tinted(plain, modes, UNIT_COLOURS.skip)).toBeGreaterThan(skipped - 0.2);
  expect(compare(original, await screenPixels(picture(page, 'original'))).largest).toBe(0);
  await page.keyboard.press('i');
  await expect(legend(page)).toBeHidden();
  await expect
    .poll(async () => compare(plain, await screenPixels(picture(page, 'x265'))).largest)
    .toBe(0);
});

test('every colour, border and vector is another picture, and a link opens the same', async ({
  page,
}) => {
  await open(page, '&fill=mode&grid=coding&enlarged=3');
  await expect(legend(page)).toBeVisible();
  let last = await screenPixels(picture(page, 'x265'));
  const step = async (change: () => Promise<void>, address: RegExp) => {
    await change();
    await expect(page).toHaveURL(address);
    const share = async () => compare(last, await screenPixels(picture(page, 'x265'))).share;
    await expect.poll(share).toBeGreaterThan(0.001);
    last = await screenPixels(picture(page, 'x265'));
  };
  await step(() => page.keyboard.press(';'), /fill=qp/);
  await expect(legend(page)).toContainText(/QP\s*\d+\s*\d+/);
  await step(() => page.keyboard.press(';'), /fill=bits/);
  await expect(legend(page)).toContainText('bits per pixel');
  // This preset of x265 divides hardly any coding unit, so that prediction units look the same.
  await page.keyboard.press(',');
  await expect(page).toHaveURL(/grid=prediction/);
  await step(() => page.keyboard.press(','), /grid=transform/);
  await page.getByTitle('What is drawn over the pictures').click();
  await step(() => page.getByText(/^Vectors/).click(), /vectors/);
  await page.keyboard.press('Escape');
  await page.mouse.move(1, 1);
  const written = page.url();
  const before = await screenPixels(picture(page, 'x265'));
  await page.goto('about:blank');
  await page.goto(written);
  await expect(legend(page)).toContainText('from the picture before');
  await expect
    .poll(async () => compare(before, await screenPixels(picture(page, 'x265'))).largest)
    .toBe(0);
});

test('a click on a block tells what it is and where its bits go', async ({ page }) => {
  await open(page, '&fill=mode&grid=coding&enlarged=3');
  await expect(legend(page)).toBeVisible();
  const box = await picture(page, 'x265').boundingBox();
  if (!box) throw new Error('the picture is not on the screen');
  // On the clown fish, which moves.
  await page.mouse.click(box.x + 0.25 * box.width, box.y + 0.55 * box.height);
  await expect(card(page)).toContainText(/\d+×\d+ at \d+, \d+/);
  await expect(card(page)).toContainText(/Inter: predicted from another picture/);
  await expect(card(page)).toContainText(/QP \d+, \d+ coefficients? in \d+ transform units?/);
  const total = Number((await card(page).textContent())?.match(/(\d+(?:\.\d+)?) bits, /)?.[1]);
  const parts = await card(page).locator('li b').allTextContents();
  const sum = parts.reduce((all, text) => all + Number.parseFloat(text), 0);
  expect(Math.abs(sum - total)).toBeLessThan(0.5);
  await expect(page).toHaveURL(/block=3,\d+,\d+/);
  // A drag is no click.
  await page.keyboard.press('Escape');
  await expect(card(page)).toBeHidden();
  await page.mouse.move(box.x + 100, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + 160, box.y + 100);
  await page.mouse.up();
  await expect(card(page)).toBeHidden();
});

test('the border of a block is a thin line in its place, at every zoom', async ({ page }) => {
  // The middle of the window is the middle of a block of 64×64, which begins at 192, 256.
  await open(page, '&grid=coding&enlarged=3&zoom=8,224,288');
  await expect(legend(page)).toBeVisible();
  const lined = await screenPixels(picture(page, 'x265'));
  await page.keyboard.press('i');
  await expect(legend(page)).toBeHidden();
  const plain = await screenPixels(picture(page, 'x265'));
  const [middleX, middleY] = [Math.floor(plain.width / 2), Math.floor(plain.height / 2)];
  const changed: number[] = [];
  for (let x = middleX - 300; x < middleX + 240; x++) {
    if (largestDifference(plain.at(x, middleY), lined.at(x, middleY)) > 16) changed.push(x);
  }
  const border = middleX - 8 * 32;
  expect(changed.length).toBeGreaterThan(0);
  for (const x of changed) expect(Math.abs(x - border)).toBeLessThanOrEqual(3);
});

test('the strip tells the types of pictures, and what they are predicted from', async ({
  page,
}) => {
  await open(page);
  const types = page.getByTestId('picture-types');
  // Key frames come every eight frames.
  await expect(types).toHaveAttribute('aria-label', /8 I, 52 P and 0 B in 60 frames/);
  await expect(types.locator('[data-type="I"]')).toHaveCount(8);
  await expect(types.locator('path[data-current]')).not.toHaveCount(0);
});

test('what the objects got of the bits stands below the columns', async ({ page }) => {
  await open(page);
  const facts = page.locator('article[data-column="x265"] footer');
  await expect(facts).toContainText(/bits on objects\s*\d+% on \d+%/);
});

test('a stream of another encoder shows its blocks, too', async ({ page }) => {
  const watched = watchPage(page, test.info().project.use.baseURL ?? '');
  await page.goto(
    `/?seq=${BUILT_IN}&ep=wasm&frames=3&frame=0&live&cols=truth,orig&fill=mode&layer=plain`,
  );
  await expect(picture(page, 'original')).toHaveAttribute('data-picture', '0');
  // Made by Kvazaar 2.3.2 from the first three frames: -q 42 --preset medium.
  await dropFiles(page, join(import.meta.dirname, 'fixtures/kvazaar-reef-crossing.hevc'));
  const dialog = page.getByRole('dialog', { name: 'kvazaar-reef-crossing.hevc' });
  await dialog.getByRole('button', { name: /column/ }).click();
  await expect(picture(page, 'imported')).toHaveAttribute('data-picture', '0');
  await expect(legend(page)).toContainText('kvazaar');
  await expect(legend(page)).toContainText('I picture');
  expect(watched.errors).toEqual([]);
});

test('a column of another codec says that it has no blocks, and keeps its picture', async ({
  page,
}, info) => {
  const stream = info.outputPath('other.mp4');
  const pictures = join(SAMPLES, 'JPEGImages/480p', BUILT_IN, '%05d.jpg');
  const { status } = spawnSync('ffmpeg', [
    ...['-v', 'error', '-i', pictures, '-frames:v', '3'],
    ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', stream, '-y'],
  ]);
  expect(status).toBe(0);
  await page.goto(
    `/?seq=${BUILT_IN}&ep=wasm&frames=3&frame=0&live&cols=truth,orig&fill=mode&layer=plain`,
  );
  await expect(picture(page, 'original')).toHaveAttribute('data-picture', '0');
  await dropFiles(page, stream);
  const dialog = page.getByRole('dialog', { name: 'other.mp4' });
  await dialog.getByRole('button', { name: /column/ }).click();
  await expect(picture(page, 'imported')).toHaveAttribute('data-picture', '0');
  await expect(page.getByTestId('legend')).toContainText('no HEVC video in these columns');
});
