import { expect, test } from 'vitest';
import { findTargetCrf } from './targetRate.ts';

/** A rate that halves every six steps, about as x265's does. */
const rate = (crf: number) => 0.2 * 2 ** ((27 - crf) / 6);

test.each([0, 1, 27, 44, 51])(
  'the CRF that gives exactly the wanted rate is found: %i',
  async (crf) => {
    const found = await findTargetCrf(rate(crf), async (tried) => rate(tried));
    expect(found.crf).toBe(crf);
    expect(found.tried.length).toBeLessThanOrEqual(7);
  },
);

test('between two CRFs the one with the nearer rate is taken', async () => {
  const encode = async (crf: number) => rate(crf);
  expect((await findTargetCrf(rate(40) * 0.97, encode)).crf).toBe(40);
  expect((await findTargetCrf(rate(41) * 1.03, encode)).crf).toBe(41);
});

test('a rate that no CRF gives is answered by the nearest, and said to be out of reach', async () => {
  const encode = async (crf: number) => rate(crf);
  expect(await findTargetCrf(rate(51) / 2, encode)).toMatchObject({ crf: 51, reached: false });
  expect(await findTargetCrf(rate(0) * 2, encode)).toMatchObject({ crf: 0, reached: false });
  expect(await findTargetCrf(rate(30), encode)).toMatchObject({ crf: 30, reached: true });
});
