import { expect, it } from 'vitest';
import { madeUpRun } from '../testing/madeUpRun.ts';
import { runBits } from './run.ts';

it('the bits of a column are those of its packets and its masks', () => {
  const bits = madeUpRun().columns.map(runBits);
  // Ground truth, original, x265, ours with 800 bits of masks, and an import of 300 bytes.
  expect(bits).toEqual([
    { video: null, masks: 0 },
    { video: null, masks: 0 },
    { video: 8 * 303, masks: 0 },
    { video: 8 * 303, masks: 800 },
    { video: 8 * 300, masks: 0 },
  ]);
});
