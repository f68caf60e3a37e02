import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, type Page, type TestInfo, test } from '@playwright/test';
import { BUILT_IN, SAMPLES } from './croppedSequence.ts';
import { dropFiles, FourColumns } from './fourColumns.ts';

const FRAMES = 4;
const SMALL = `/?seq=${BUILT_IN}&ep=wasm&frames=${FRAMES}`;
const PICTURES = join(SAMPLES, 'JPEGImages/480p', BUILT_IN, '%05d.jpg');

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

/** Saves the frames of the open sequence as input for VVenC. */
async function saveSourceYuv(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Codec' }).click();
  await page.getByRole('tab', { name: 'VVC and other codecs' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save input.yuv' }).click(),
  ]);
  await download.saveAs(path);
  await page.keyboard.press('Escape');
}

test('decoded frames and their bitstream become an extra column, with bits and scores', async ({
  page,
}, info) => {
  await page.goto(SMALL);
  const columns = new FourColumns(page);
  await columns.finished();
  const yuv = info.outputPath('output.yuv');
  await saveSourceYuv(page, yuv);
  expect(readFileSync(yuv)).toHaveLength(FRAMES * 854 * 480 * 1.5);
  const bitstream = info.outputPath('output.bin');
  writeFileSync(bitstream, Buffer.alloc((FRAMES * 854 * 480 * 0.05) / 8));

  await dropFiles(page, yuv, bitstream);
  await expect(columns.stage('imported')).toHaveAttribute('data-status', 'done');
  await columns.finished();
  const imported = columns.column('imported');
  await expect(imported).toContainText('output.yuv');
  await expect(imported).toContainText('0.0500');
  await expect(imported).toContainText('identical');
  const score = (name: 'imported' | 'original') =>
    columns.column(name).locator('footer p').first().textContent();
  // Equal frames give equal masks.
  expect(await score('imported')).toBe(await score('original'));
});

test('a wrong number of frames is reported, and the other columns stay', async ({ page }, info) => {
  await page.goto(SMALL);
  const columns = new FourColumns(page);
  await columns.finished();
  const yuv = info.outputPath('short.yuv');
  writeFileSync(yuv, Buffer.alloc((FRAMES - 1) * 854 * 480 * 1.5));
  await dropFiles(page, yuv);
  await expect(page.getByRole('alert').first()).toContainText(
    /short\.yuv.*4 frames take .* at 854×480.*fits 3 frames/,
  );
  for (const name of ['x265', 'ours'] as const) {
    await expect(columns.stage(name)).toHaveAttribute('data-status', 'done');
  }
});

/** Encodes the open sequence with x265 in native ffmpeg. */
async function nativeStream(page: Page, info: TestInfo, name: string): Promise<string> {
  const yuv = info.outputPath('input.yuv');
  await saveSourceYuv(page, yuv);
  const stream = info.outputPath(name);
  const { status } = spawnSync('ffmpeg', [
    ...['-f', 'rawvideo', '-video_size', '854x480', '-i', yuv],
    ...['-c:v', 'libx265', '-preset', 'veryfast', '-tune', 'zerolatency'],
    ...['-x265-params', 'crf=30:keyint=8', stream, '-y'],
  ]);
  expect(status).toBe(0);
  return stream;
}

async function useInsteadOfEncoding(page: Page, stream: string): Promise<void> {
  await dropFiles(page, stream);
  await page
    .getByRole('dialog', { name: basename(stream) })
    .getByRole('button', { name: /instead of encoding/ })
    .click();
}

test('an existing x265 stream can be used instead of encoding', async ({ page }, info) => {
  test.skip(!hasFfmpeg, 'native ffmpeg, which writes the stream, is not installed');
  await page.goto(SMALL);
  const columns = new FourColumns(page);
  await columns.finished();
  const bits = await columns
    .column('x265')
    .getByTitle(/bits per pixel: video/)
    .textContent();
  await useInsteadOfEncoding(page, await nativeStream(page, info, 'stream.hevc'));
  await columns.finished();
  await expect(columns.stage('encode')).toHaveAttribute('data-status', 'skipped');
  expect(
    await columns
      .column('x265')
      .getByTitle(/bits per pixel: video/)
      .textContent(),
  ).not.toBe(bits);
  await page.getByRole('button', { name: 'Codec' }).click();
  await expect(page.getByRole('dialog')).toContainText('stream.hevc');
  await page.getByRole('dialog').getByRole('button', { name: 'Encode again' }).click();
  await expect(columns.stage('encode')).toHaveAttribute('data-status', 'done');
});

test('finding the CRF for a target rate replaces an existing stream', async ({ page }, info) => {
  test.skip(!hasFfmpeg, 'native ffmpeg, which writes the stream, is not installed');
  await page.goto(SMALL);
  const columns = new FourColumns(page);
  await columns.finished();
  await useInsteadOfEncoding(page, await nativeStream(page, info, 'given.hevc'));
  await expect(columns.stage('encode')).toHaveAttribute('data-status', 'skipped');
  await page.getByRole('button', { name: 'Codec' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('tab', { name: 'Target rate' }).click();
  await dialog.getByRole('button', { name: 'Find CRF' }).click();
  await expect(dialog.getByRole('status').last()).toContainText('is closest');
  await expect(columns.stage('encode')).toHaveAttribute('data-status', 'done');
});

test('a stream with another number of frames is rejected', async ({ page }, info) => {
  test.skip(!hasFfmpeg, 'native ffmpeg, which writes the stream, is not installed');
  const stream = info.outputPath('other.mkv');
  spawnSync('ffmpeg', ['-i', PICTURES, '-frames:v', '2', '-c:v', 'libx265', stream, '-y']);
  await page.goto(SMALL);
  await new FourColumns(page).finished();
  await dropFiles(page, stream);
  await page.getByRole('button', { name: /in an extra column/ }).click();
  await expect(page.getByRole('alert').first()).toContainText(
    'other.mkv has 2 pictures, but the sequence has 4 frames',
  );
});
