import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, type Page, type TestInfo, test } from '@playwright/test';
import { BUILT_IN, SAMPLES } from './croppedSequence.ts';
import { dropFiles, ShownColumns } from './shownColumns.ts';

const FRAMES = 4;
const SMALL = `/?seq=${BUILT_IN}&ep=wasm&frames=${FRAMES}`;
const PICTURES = join(SAMPLES, 'JPEGImages/480p', BUILT_IN, '%05d.jpg');

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
  const columns = new ShownColumns(page);
  await columns.finished();
  const yuv = info.outputPath('output.yuv');
  await saveSourceYuv(page, yuv);
  expect(readFileSync(yuv)).toHaveLength(FRAMES * 854 * 480 * 1.5);
  const bitstream = info.outputPath('output.bin');
  writeFileSync(bitstream, Buffer.alloc((FRAMES * 854 * 480 * 0.05) / 8));

  await dropFiles(page, yuv, bitstream);
  await expect(columns.stage('import')).toHaveAttribute('data-status', 'done');
  await columns.finished();
  const imported = columns.column('imported');
  await expect(imported).toContainText('output.yuv');
  await expect(imported).toContainText('0.0500');
  await expect(imported).toContainText('identical');
  // Equal frames give equal masks.
  expect(await columns.score('imported')).toBe(await columns.score('original'));
});

test('a wrong number of frames is reported, and the other columns stay', async ({ page }, info) => {
  await page.goto(SMALL);
  const columns = new ShownColumns(page);
  await columns.finished();
  const yuv = info.outputPath('short.yuv');
  writeFileSync(yuv, Buffer.alloc((FRAMES - 1) * 854 * 480 * 1.5));
  await dropFiles(page, yuv);
  await expect(page.getByRole('alert').first()).toContainText(
    /short\.yuv.*4 frames take .* at 854×480.*fits 3 frames/,
  );
  const complete = (await columns.state()).map((column) => column.complete);
  expect(complete).toEqual([true, true, true, true, false]);
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
  await page.goto(SMALL);
  const columns = new ShownColumns(page);
  await columns.finished();
  const bits = await columns
    .column('x265')
    .getByTitle(/bits per pixel: video/)
    .textContent();
  await useInsteadOfEncoding(page, await nativeStream(page, info, 'stream.hevc'));
  await expect(columns.stage('encode')).toHaveCount(0);
  await columns.finished();
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

test('a column of an existing stream can be encoded at a wanted rate instead', async ({
  page,
}, info) => {
  await page.goto(SMALL);
  const columns = new ShownColumns(page);
  await columns.finished();
  await useInsteadOfEncoding(page, await nativeStream(page, info, 'given.hevc'));
  await expect(columns.stage('encode')).toHaveCount(0);
  await columns.finished();
  const settings = await columns.openSettings('x265');
  await settings.getByRole('radio', { name: 'x265', exact: true }).check();
  await settings.getByRole('radio', { name: 'bits per pixel' }).check();
  await expect(columns.column('x265').getByText(/^CRF \d+: 0\.0209 bpp/)).toBeVisible();
  await columns.finished();
  await expect(columns.stage('encode')).toHaveAttribute('data-status', 'done');
  await expect(columns.column('ours')).toContainText('x265 stream');
});

test('a stream with another number of frames is rejected', async ({ page }, info) => {
  const stream = info.outputPath('other.mkv');
  spawnSync('ffmpeg', ['-i', PICTURES, '-frames:v', '2', '-c:v', 'libx265', stream, '-y']);
  await page.goto(SMALL);
  await new ShownColumns(page).finished();
  await dropFiles(page, stream);
  await page.getByRole('button', { name: /in an extra column/ }).click();
  await expect(page.getByRole('alert').first()).toContainText(
    'other.mkv has 2 pictures, but the sequence has 4 frames',
  );
});
