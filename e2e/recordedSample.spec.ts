import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { parseColumn } from '../src/results/columnList.ts';
import { BUILT_IN, SAMPLES } from './croppedSequence.ts';
import { openApp } from './shownColumns.ts';

/** Frames that are computed again: VOS and x265 do not look ahead, so the others do not matter. */
const FRAMES = 10;

/** Largest difference of a score that rounding on another machine explains. */
const TOLERANCE = 0.005;

interface RecordedColumn {
  readonly scores: readonly ({
    readonly J: readonly number[];
    readonly F: readonly number[];
  } | null)[];
  readonly video: number | null;
}

/** The manifest of the run that is shipped with the built-in sequence. */
async function manifest() {
  const data = new Blob([readFileSync(`${SAMPLES}/${BUILT_IN}.maskscope`)]);
  const zip = new ZipReader(new BlobReader(data));
  const entry = (await zip.getEntries()).find(({ filename }) => filename === 'manifest.json');
  if (!entry || entry.directory) throw new Error('the run has no manifest');
  return JSON.parse(await entry.getData(new TextWriter())) as {
    readonly columns: readonly RecordedColumn[];
    readonly videos: readonly { readonly packets: readonly { readonly bytes: number }[] }[];
  };
}

test('the recorded run of the built-in sequence is what a live run makes', async ({ page }) => {
  const recorded = await manifest();
  await openApp(page, '/?seq=&live');
  const result = await page.evaluate(
    ([columns, frames]) =>
      window.maskscope?.run('reef-crossing', { columns, provider: 'wasm', frameLimit: frames }),
    [['orig', 'x265@45'].map(parseColumn), FRAMES] as const,
  );
  // The first recorded column is the ground truth.
  for (const [index, column] of (result?.columns ?? []).entries()) {
    const before = recorded.columns[index + 1];
    for (const [object, { frames }] of column.objects.entries()) {
      for (const frame of frames.J.keys()) {
        const score = before?.scores[frame];
        const [J, F] = [frames.J[frame] ?? Number.NaN, frames.F[frame] ?? Number.NaN];
        expect(Math.abs(J - (score?.J[object] ?? Number.NaN))).toBeLessThan(TOLERANCE);
        expect(Math.abs(F - (score?.F[object] ?? Number.NaN))).toBeLessThan(TOLERANCE);
      }
    }
  }
  // ffmpeg.wasm makes the same bits everywhere.
  const packets = recorded.videos[recorded.columns[2]?.video ?? 0]?.packets.slice(0, FRAMES) ?? [];
  const bytes = packets.reduce((sum, packet) => sum + packet.bytes, 0);
  expect(result?.columns[1]?.bpp?.video).toBeCloseTo((bytes * 8) / (FRAMES * 854 * 480), 10);
});

test('a first visit shows the recorded columns, and one click computes them here', async ({
  page,
}) => {
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm`);
  await expect(page.locator('article[data-complete]')).toHaveCount(4);
  const banner = page.getByTestId('recording');
  await expect(banner).toContainText('Recorded, shipped with Maskscope');
  await expect(page.locator('article[data-column="ours"]')).toContainText(/−\d+%/);
  // The blocks of its videos are read here, and nothing is computed.
  await expect(page.locator('article[data-column="x265"]')).toContainText('bits on objects');
  expect(await page.evaluate(() => window.maskscope?.work().made)).toBe(0);
  await banner.getByRole('button', { name: 'Run here' }).click();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await expect(banner).toContainText('Columns computed here replace it');
  await page.getByRole('button', { name: 'Cancel' }).click();
});
