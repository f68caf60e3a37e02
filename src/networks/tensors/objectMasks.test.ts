import { expect, it } from 'vitest';
import { vosGrid } from './networkGrid.ts';
import { introducedMasks, objectMasks, overwriteObjects } from './objectMasks.ts';

it('gives each object the share of every cell that it covers, and void none', () => {
  const grid = vosGrid({ width: 4, height: 4 }, 2, 3);
  const map = Uint8Array.of(7, 7, 0, 3, 7, 0, 3, 3, 0, 0, 255, 255, 0, 0, 255, 3);
  const masks = objectMasks(map, grid, [3, 7]);
  expect([...masks.subarray(0, 9)]).toEqual([0, 0.75, 0.75, 0, 0.25, 0.25, 0, 0.25, 0.25]);
  expect([...masks.subarray(9)]).toEqual([0.75, 0, 0, 0, 0, 0, 0, 0, 0]);
});

it('reduces segmented masks by what new objects cover', () => {
  const segmented = Float32Array.of(0.8, 0.8, 0.8, 0, 0, 0, 0, 0, 0);
  const added = Float32Array.of(0, 0.25, 1);
  const masks = introducedMasks(segmented, 1, added, 3);
  const expected = [0.8, 0.6, 0, 0, 0.25, 1, 0, 0, 0];
  for (const [place, value] of expected.entries()) expect(masks[place]).toBeCloseTo(value, 6);
  expect(segmented[2]).toBeCloseTo(0.8, 6);
});

it('writes the pixels of the named objects over a map, and no others', () => {
  const map = Uint8Array.of(1, 1, 0, 2);
  overwriteObjects(map, Uint8Array.of(0, 4, 5, 255), [4]);
  expect([...map]).toEqual([1, 4, 0, 2]);
});
