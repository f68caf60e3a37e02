// Clips of the recorded built-in run, as a user makes them. src/codec compares their pictures.
import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny';
import { gifFrameCount } from '../src/viewer/clips/gifFrameCount.ts';
import { BUILT_IN } from './croppedSequence.ts';

const FIRST = 10;
const LAST = 17;
const FRAMES = LAST - FIRST + 1;

interface Choice {
  readonly format: 'MP4' | 'GIF';
  readonly first?: number;
  readonly last?: number;
}

/** Opens the recorded run and its clip dialog. */
async function openDialog(page: Page, { format, first = FIRST, last = LAST }: Choice) {
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm`);
  await expect(page.locator('article[data-complete]')).toHaveCount(4);
  await page.getByRole('button', { name: 'Clip' }).click();
  const dialog = page.getByRole('dialog', { name: 'Clip' });
  await dialog.getByRole('radio', { name: format }).check();
  await dialog.getByRole('radio', { name: '960 pixels' }).check();
  for (const [label, value] of [
    ['Last frame', last],
    ['First frame', first],
  ] as const) {
    await dialog.getByLabel(label).fill(String(value));
    await dialog.getByLabel(label).press('Enter');
  }
  return dialog;
}

/** Makes the clip and returns its file. */
async function saveClip(page: Page, dialog: Locator, extension: string) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Make the clip' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`maskscope-${BUILT_IN}-${FIRST}-${LAST}.${extension}`);
  return new Uint8Array(readFileSync(await download.path()));
}

/** When each frame of an MP4 file is shown, in seconds, and its size in pixels. */
async function mp4Facts(file: Uint8Array<ArrayBuffer>) {
  const input = new Input({ source: new BufferSource(file), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error('there is no video track');
  const times: number[] = [];
  for await (const { timestamp } of new EncodedPacketSink(track).packets()) times.push(timestamp);
  return {
    times,
    codec: await track.getCodec(),
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
  };
}

async function expectMp4(file: Uint8Array<ArrayBuffer>): Promise<void> {
  const { times, ...facts } = await mp4Facts(file);
  expect(facts).toEqual({ codec: 'avc', width: 960, height: 596 });
  expect(times).toHaveLength(FRAMES);
  for (const [index, time] of times.toSorted((a, b) => a - b).entries()) {
    expect(time).toBeCloseTo(index / 25, 6);
  }
}

test('an MP4 has every frame of the range at its time, and says what encoded it', async ({
  page,
}) => {
  const dialog = await openDialog(page, { format: 'MP4' });
  await expect(dialog.getByTestId('clip-facts')).toHaveText(
    'Frames 10–17: 8 frames of 960×596, 25 per second, 0.32 s',
  );
  const file = await saveClip(page, dialog, 'mp4');
  const result = dialog.getByTestId('clip-result');
  await expect(result).toContainText(`8 frames of 960×596, 25 per second`);
  await expect(result).toContainText(`${file.length.toLocaleString('en')} bytes`);
  // Not every Chromium has an encoder for H.264.
  await expect(result).toContainText(/H\.264 by (WebCodecs|ffmpeg)/);
  await expectMp4(file);
});

test('without WebCodecs, ffmpeg makes the MP4, and the page says so', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'VideoEncoder'));
  const dialog = await openDialog(page, { format: 'MP4' });
  await expectMp4(await saveClip(page, dialog, 'mp4'));
  await expect(dialog.getByTestId('clip-result')).toContainText(
    'H.264 by ffmpeg. Not used: H.264 by WebCodecs: this browser has no WebCodecs encoders.',
  );
});

test('a GIF has every frame of the range', async ({ page }) => {
  const dialog = await openDialog(page, { format: 'GIF' });
  const file = await saveClip(page, dialog, 'gif');
  expect(gifFrameCount(file)).toBe(FRAMES);
  await expect(dialog.getByTestId('clip-result')).toContainText('GIF by ffmpeg');
});

test('a cancelled clip leaves nothing, and the next one can be made', async ({ page }) => {
  const dialog = await openDialog(page, { format: 'GIF', first: 0, last: 59 });
  const downloads: string[] = [];
  page.on('download', (download) => downloads.push(download.suggestedFilename()));
  const workers = page.workers().length;
  await dialog.getByRole('button', { name: 'Make the clip' }).click();
  await expect(dialog.getByTestId('clip-progress')).toContainText(/Drawing: \d+ of 60 frames/);
  expect(page.workers().length).toBeGreaterThan(workers);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByRole('button', { name: 'Make the clip' })).toBeVisible();
  await expect.poll(() => page.workers().length).toBe(workers);
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  expect(downloads).toEqual([]);

  await dialog.getByRole('button', { name: 'Make the clip' }).click();
  await expect(dialog.getByTestId('clip-progress')).toContainText(/Drawing: \d+ of 60 frames/);
  // Closing the dialog cancels, too.
  await page.keyboard.press('Escape');
  await expect.poll(() => page.workers().length).toBe(workers);
  expect(downloads).toEqual([]);
});

test('a clip that no encoder can make says which are missing', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'VideoEncoder'));
  await page.route('**/ffmpeg-core-*.wasm', (route) => route.abort());
  const dialog = await openDialog(page, { format: 'MP4' });
  await dialog.getByRole('button', { name: 'Make the clip' }).click();
  const alert = dialog.getByRole('alert');
  await expect(alert).toContainText('No encoder for this clip is there.');
  await expect(alert).toContainText('H.264 by WebCodecs: this browser has no WebCodecs encoders.');
  await expect(alert).toContainText('H.264 by ffmpeg: A file of ffmpeg could not be loaded');
  await expect(alert).toContainText('Choose another size or format');
});
