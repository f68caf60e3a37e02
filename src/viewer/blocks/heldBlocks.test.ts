import { expect, test } from 'vitest';
import { bytesOfBlocks } from '../../hevc/pictureBlocks.ts';
import { madeUpBlocks } from '../../hevc/testing/madeUpBlocks.ts';
import { HeldBlocks } from './heldBlocks.ts';

test('what was asked for longest ago is forgotten', () => {
  const blocks = madeUpBlocks([{ x: 0, y: 0, size: 64, mode: 'skip' }]);
  const held = new HeldBlocks(3 * bytesOfBlocks(blocks));
  const file = {};
  for (const frame of [0, 1, 2]) held.keep(file, frame, blocks);
  expect(held.get(file, 0)).toBe(blocks);
  held.keep(file, 3, blocks);
  expect([0, 1, 2, 3].map((frame) => held.get(file, frame) !== null)).toEqual([
    ...[true, false, true, true],
  ]);
  expect(held.get({}, 0)).toBeNull();
  // Keeping the same again takes no more memory.
  held.keep(file, 3, blocks);
  expect(held.get(file, 0)).toBe(blocks);
});
