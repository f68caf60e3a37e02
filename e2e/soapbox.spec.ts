import { existsSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { parseColumn } from '../src/results/columnList.ts';
import { namedColumns } from '../src/testing/madeUpResults.ts';
import { DAVIS } from './playwright.config.ts';
import { ShownColumns } from './shownColumns.ts';

test.skip(!existsSync(DAVIS), `${DAVIS} is absent: no DAVIS frames to test with`);

test('on twelve frames of soapbox, ours has better masks than x265 and plausible rates', async ({
  page,
}) => {
  const columns = new ShownColumns(page);
  await page.goto('/?seq=soapbox&crf=45&frame=11&ep=wasm&frames=12');
  await columns.finished();
  expect(await columns.score('original')).toBeGreaterThan(0.8);
  // The native encoder takes 0.0201 bpp on average over all ten sequences.
  const result = await page.evaluate(
    (specs) =>
      window.maskscope?.run('soapbox', { columns: specs, provider: 'wasm', frameLimit: 12 }),
    ['orig', 'x265@45', 'ours@45'].map(parseColumn),
  );
  const { original, x265, ours } = namedColumns(result);
  if (!original || !x265 || !ours) throw new Error('a column is missing');
  expect(result?.frames).toBe(12);
  expect(x265.bpp?.total).toBeGreaterThan(0.008);
  expect(x265.bpp?.total).toBeLessThan(0.04);
  expect(ours.bpp?.video).toBe(x265.bpp?.video);
  expect(ours.bpp?.masks).toBeGreaterThan(0.0002);
  expect(ours.bpp?.masks).toBeLessThan(0.003);
  // Ours carries the masks of the originals.
  expect(ours.JF).toBeGreaterThan(x265.JF);
  expect(ours.JF).toBeGreaterThan(0.98 * original.JF);
  expect(ours.psnrY).toBeGreaterThan(x265.psnrY ?? Number.POSITIVE_INFINITY);
  expect(original.JF).toBeCloseTo((original.J.mean + original.F.mean) / 2, 12);
  expect(Math.min(x265.seconds.encode, x265.seconds.decode, ours.seconds.enhance)).toBeGreaterThan(
    0,
  );
});
