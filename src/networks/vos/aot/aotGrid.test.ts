import { expect, it } from 'vitest';
import { aotSize, labelsOfPass, layerSize } from './aotGrid.ts';

// The table in models/aot/README.md, and sides of 16 k + 9, halfway between two multiples.
it.each([
  [854, 480, 849, 481],
  [1152, 480, 1041, 433],
  [1280, 720, 1041, 577],
  [231, 150, 225, 145],
  [57, 73, 65, 65],
  [8, 8, 17, 17],
])('a frame of %i×%i becomes %i×%i', (width, height, toWidth, toHeight) => {
  const size = aotSize({ width, height });
  expect(size).toEqual({ width: toWidth, height: toHeight });
  const layer = layerSize(size, 16);
  expect(Number.isInteger(layer.width) && Number.isInteger(layer.height)).toBe(true);
});

it('gives each pass its objects, numbered from 1', () => {
  const numbers = Uint8Array.of(0, 1, 10, 11, 12, 20);
  const size = { width: 6, height: 1 };
  expect([...labelsOfPass(numbers, size, size, 1, 10)]).toEqual([0, 1, 10, 0, 0, 0]);
  expect([...labelsOfPass(numbers, size, size, 11, 10)]).toEqual([0, 0, 0, 1, 2, 10]);
});
