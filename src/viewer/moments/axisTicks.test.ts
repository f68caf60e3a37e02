import { expect, test } from 'vitest';
import { axisTicks, figureRange } from './axisTicks.ts';

test('ticks are round and not more than asked for', () => {
  expect(axisTicks(0, 1, 5)).toEqual([0, 0.5, 1]);
  expect(axisTicks(0, 1, 6)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(axisTicks(23.4, 31, 5)).toEqual([24, 26, 28, 30]);
});

test('ticks have no rounding errors', () => {
  expect(axisTicks(0, 0.3, 4)).toEqual([0, 0.1, 0.2, 0.3]);
});

test('scores of masks are always on the same axis', () => {
  expect(figureRange('JF', [0.8, 0.9])).toEqual([0, 1]);
});

test('other axes contain the values and end on round ones', () => {
  expect(figureRange('bits', [0.001, null, 0.0523])).toEqual([0, 0.06]);
  expect(figureRange('psnr', [24.3, 27.9, Number.POSITIVE_INFINITY])).toEqual([24, 28]);
  expect(figureRange('ssim', [0.553, 0.999])).toEqual([0.4, 1]);
});

test('axes without values, and with a single one, have a range', () => {
  for (const figure of ['psnr', 'ssim', 'bits'] as const) {
    for (const values of [[], [null], [0.5], [0]]) {
      const [min, max] = figureRange(figure, values);
      expect(max).toBeGreaterThan(min);
      expect(axisTicks(min, max, 5).length).toBeGreaterThan(0);
    }
  }
});
