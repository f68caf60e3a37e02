import { expect, test } from 'vitest';
import { findTargetCrf } from './targetRate.ts';

/** A rate that halves every six CRF steps, roughly like x265's. */
const rate = (crf: number) => 0.2 * 2 ** ((27 - crf) / 6);

test.each([0, 1, 27, 44, 51])('a CRF with exactly the target rate is found: %i', async (crf) => {
  const found = await findTargetCrf(rate(crf), async (tried) => rate(tried));
  expect(found.crf).toBe(crf);
  expect(found.tried.length).toBeLessThanOrEqual(7);
});

test('between two CRFs the one with the nearer rate is chosen', async () => {
  const encode = async (crf: number) => rate(crf);
  expect((await findTargetCrf(rate(40) * 0.97, encode)).crf).toBe(40);
  expect((await findTargetCrf(rate(41) * 1.03, encode)).crf).toBe(41);
});

test('a target outside the range gives the nearest CRF and is reported as not reached', async () => {
  const encode = async (crf: number) => rate(crf);
  expect(await findTargetCrf(rate(51) / 2, encode)).toMatchObject({ crf: 51, reached: false });
  expect(await findTargetCrf(rate(0) * 2, encode)).toMatchObject({ crf: 0, reached: false });
  expect(await findTargetCrf(rate(30), encode)).toMatchObject({ crf: 30, reached: true });
});
