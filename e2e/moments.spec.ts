import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { BUILT_IN } from './croppedSequence.ts';
import { ShownColumns } from './shownColumns.ts';

// All on the recorded run of the built-in sequence, of which nothing is computed.

/** The strip: bits, chart and lanes over the frames of the sequence. */
class Moments {
  constructor(readonly page: Page) {}

  get strip() {
    return this.page.getByTestId('strip');
  }

  get loop() {
    return this.page.getByTestId('loop-mark');
  }

  get summary() {
    return this.page.getByTestId('chart-summary');
  }

  get key() {
    return this.page.getByTestId('chart-key');
  }

  /** The place of a frame in the chart, in the browser's window, while all frames are in view. */
  async place(frame: number): Promise<{ x: number; y: number }> {
    await this.strip.scrollIntoViewIfNeeded();
    const plot = await this.page.getByTestId('figure-chart').locator('.u-over').boundingBox();
    if (!plot) throw new Error('no chart');
    return { x: plot.x + ((frame + 0.5) / 60) * plot.width, y: plot.y + plot.height / 2 };
  }

  async drag(from: number, to: number): Promise<void> {
    const [start, end] = [await this.place(from), await this.place(to)];
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move((start.x + end.x) / 2, start.y);
    await this.page.mouse.move(end.x, end.y);
    await this.page.mouse.up();
  }

  async expectFrame(frame: number): Promise<void> {
    await expect(this.page.getByRole('slider', { name: 'Frame' })).toHaveAttribute(
      'aria-valuenow',
      String(frame),
    );
  }

  /** The frame now. */
  async frame(): Promise<number> {
    const slider = this.page.getByRole('slider', { name: 'Frame' });
    return Number(await slider.getAttribute('aria-valuenow'));
  }

  /** The frames that are shown until so many were. */
  async played(count: number): Promise<number[]> {
    return this.page.evaluate(
      (wanted) =>
        new Promise<number[]>((resolve) => {
          const slider = document.querySelector('[aria-label="Frame"]');
          const seen: number[] = [];
          new MutationObserver((_, observer) => {
            const frame = Number(slider?.getAttribute('aria-valuenow'));
            if (frame !== seen.at(-1)) seen.push(frame);
            if (seen.length < wanted) return;
            observer.disconnect();
            resolve(seen);
          }).observe(slider ?? document, { attributeFilter: ['aria-valuenow'] });
        }),
      count,
    );
  }
}

async function open(page: Page): Promise<Moments> {
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm`);
  await new ShownColumns(page).recorded();
  await expect(page.locator('article[data-complete]')).toHaveCount(4);
  return new Moments(page);
}

test('the strip seeks by click and drag, and shows the values under the pointer', async ({
  page,
}) => {
  const moments = await open(page);
  const at = await moments.place(20);
  await page.mouse.click(at.x, at.y);
  await moments.expectFrame(20);
  await moments.drag(20, 31);
  await moments.expectFrame(31);
  const before = await moments.key.textContent();
  const other = await moments.place(5);
  await page.mouse.move(other.x, other.y);
  await expect(moments.key).not.toHaveText(before ?? '');
  await expect(page.getByTestId('bits-values')).toContainText('frame 5:');
  await moments.expectFrame(31);
  await page.mouse.move(5, 5);
  await expect(moments.key).toHaveText(before ?? '');
});

test('the wheel zooms in time, the window follows the frame, a double click shows all', async ({
  page,
}) => {
  const moments = await open(page);
  const at = await moments.place(30);
  await page.mouse.move(at.x, at.y);
  await page.mouse.wheel(0, -600);
  // The frame under the pointer stays there.
  await page.mouse.click(at.x, at.y);
  await moments.expectFrame(30);
  const next = await moments.place(31);
  await page.mouse.click(next.x, next.y);
  await moments.expectFrame(30);
  await page.keyboard.press('Home');
  await expect(page.getByTestId('frame-mark')).toBeVisible();
  await page.mouse.dblclick(at.x, at.y);
  await page.mouse.click(at.x, at.y);
  await moments.expectFrame(30);
  // The same with buttons.
  await page.getByRole('button', { name: 'Zoom in on time' }).click();
  await page.getByRole('button', { name: 'Zoom out of time' }).click();
  await page.mouse.click(next.x, next.y);
  await moments.expectFrame(31);
});

test('a loop is marked by dragging, keys and buttons, and played in one or both directions', async ({
  page,
}) => {
  const moments = await open(page);
  await page.keyboard.down('Shift');
  await moments.drag(14, 10);
  await page.keyboard.up('Shift');
  await expect(moments.loop).toHaveAttribute('data-first', '10');
  await expect(moments.loop).toHaveAttribute('data-last', '14');
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('1/2×');
  const played = moments.played(11);
  await page.keyboard.press('Space');
  const frames = await played;
  // From the first shown frame on, none is left out.
  const start = frames.indexOf(10);
  const looped = frames.slice(start);
  expect(looped).toEqual(looped.map((_, step) => 10 + (step % 5)));

  await page.keyboard.press('p');
  await expect(page.getByRole('button', { name: 'Ping-pong' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  const both = await moments.played(12);
  for (const [step, frame] of both.slice(1).entries()) {
    expect(Math.abs(frame - (both[step] ?? frame))).toBe(1);
  }
  await page.keyboard.press('Space');
  await page.keyboard.press('\\');
  await expect(moments.loop).toHaveCount(0);

  await page.keyboard.press('Home');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('[');
  await page.keyboard.press('PageDown');
  await page.getByRole('button', { name: 'End the loop here' }).click();
  await expect(moments.loop).toHaveAttribute('data-first', '10');
  await expect(moments.loop).toHaveAttribute('data-last', '20');
  await page.getByRole('button', { name: 'Clear the loop' }).click();
  await expect(moments.loop).toHaveCount(0);
});

test('the speed can be chosen, and the reached rate is shown without moving the page', async ({
  page,
}) => {
  const moments = await open(page);
  const rate = page.getByTestId('rate');
  await expect(rate).toHaveText('25 frames a second');
  await page.keyboard.press('<');
  await page.keyboard.press('<');
  await expect(page.getByRole('combobox', { name: 'Speed' })).toHaveValue('0.25');
  await expect(rate).toHaveText('6.3 frames a second');
  await moments.strip.scrollIntoViewIfNeeded();
  const box = await moments.strip.boundingBox();
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(rate).toHaveText(/^reaches [\d.]+ of 6\.3 frames a second$/);
  expect(await moments.strip.boundingBox()).toEqual(box);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(rate).toHaveText('6.3 frames a second');
});

test('keys go to telling frames', async ({ page }) => {
  const moments = await open(page);
  const worst = Number(/at frame (\d+)/.exec((await moments.summary.textContent()) ?? '')?.[1]);
  await page.keyboard.press('q');
  await moments.expectFrame(worst);
  await page.keyboard.press('a');
  const loss = await moments.frame();
  // What a finished run opens on.
  await page.reload();
  await moments.expectFrame(loss);
  await page.keyboard.press('g');
  expect(await moments.frame()).toBeGreaterThan(0);
  await page.keyboard.press('Home');
  await page.keyboard.press('j');
  await moments.expectFrame(8);
  await expect(page.getByTestId('bits-values')).toContainText('frame 8, key:');
});

test('the chart shows the chosen figure of all objects or of one, for chosen columns', async ({
  page,
}) => {
  const moments = await open(page);
  await expect(moments.summary).toHaveText(
    /^J&F over 58 frames: Original 0\.782, x265 0\.542, Ours 0\.767; x265 is lowest at frame \d+\.$/,
  );
  const figure = page.getByRole('combobox', { name: 'Figure', exact: true });
  const object = page.getByRole('combobox', { name: 'Objects of the figure' });
  await figure.selectOption('J: region overlap');
  await object.selectOption('object 2');
  await expect(moments.summary).toHaveText(/^J of object 2 over 58 frames: Original 0\.\d{3}/);
  await figure.selectOption('PSNR-Y: luma, in dB');
  await expect(object).toBeDisabled();
  await expect(moments.summary).toHaveText(/x265 25\.68 dB, Ours 25\.25 dB; /);
  await figure.selectOption('Bits per pixel');
  await expect(moments.summary).toHaveText(/x265 0\.0109, Ours 0\.0081; .* highest at frame 0\./);
  await moments.key.getByRole('checkbox', { name: /^x265/ }).click();
  await expect(moments.summary).not.toContainText('x265');
  // The key that was clicked keeps the focus, but the shortcuts work all the same.
  await page.keyboard.press('Home');
  await moments.expectFrame(0);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Save the chart/ }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('reef-crossing-bits.svg');
  const svg = readFileSync(await saved.path(), 'utf8');
  expect(svg).toContain('>Ours</text>');
  expect(svg).not.toContain('>x265</text>');
});

test('a table has everything that is drawn', async ({ page }) => {
  const moments = await open(page);
  const sentence = await moments.summary.textContent();
  await page.getByRole('button', { name: 'Table' }).click();
  const table = page.getByRole('table', { name: sentence ?? '' });
  await expect(table.getByRole('row')).toHaveCount(62);
  await expect(table.getByRole('columnheader', { name: 'Original' })).toBeVisible();
  const row = table
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: '8', exact: true }) });
  await expect(row.getByRole('cell').nth(0)).toHaveText(/^0\.\d{3}$/);
  await expect(row.getByRole('cell', { name: 'key' })).toBeVisible();
  await expect(row.getByRole('cell', { name: 'present' }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(table).toHaveCount(0);
});

test('lanes say what became of the objects, and a key goes to each change', async ({ page }) => {
  const moments = await open(page);
  const lanes = page.getByTestId('object-lanes');
  await expect(lanes.locator('[data-state="lost"]').first()).toBeVisible();
  await expect(lanes.locator('[data-state="swapped"]').first()).toBeVisible();
  await expect(lanes).toHaveAttribute(
    'aria-label',
    /^x265: object \d is lost in \d+.* of 60 frames\.$/,
  );
  await page.keyboard.press('Home');
  await page.keyboard.press('y');
  const first = await moments.frame();
  await expect(lanes.locator(`[data-first="${first}"]`).first()).toBeVisible();
  // In another column other objects change.
  await page.getByRole('combobox', { name: 'Objects in' }).selectOption('Original');
  await expect(lanes).toHaveAttribute('aria-label', /^Original: /);
});
