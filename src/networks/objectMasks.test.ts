import { expect, it } from 'vitest';
import { vosGrid } from './networkGrid.ts';
import { objectMasks } from './objectMasks.ts';

it('gives each object the part of every cell that it covers, void to none', () => {
  const grid = vosGrid({ width: 4, height: 4 }, 2, 3);
  const map = Uint8Array.of(7, 7, 0, 3, 7, 0, 3, 3, 0, 0, 255, 255, 0, 0, 255, 3);
  const masks = objectMasks(map, grid, [3, 7]);
  expect([...masks.subarray(0, 9)]).toEqual([0, 0.75, 0.75, 0, 0.25, 0.25, 0, 0.25, 0.25]);
  expect([...masks.subarray(9)]).toEqual([0.75, 0, 0, 0, 0, 0, 0, 0, 0]);
});
