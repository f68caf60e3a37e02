import { expect, test } from 'vitest';
import { allocateFrames, framePlanes } from '../sequence/frames.ts';
import { areaPsnr, framePsnr, weightedPsnr } from './psnr.ts';

test('PSNR of each plane follows from its mean squared error', () => {
  const original = allocateFrames({ width: 5, height: 3 }, 2);
  const tested = allocateFrames({ width: 5, height: 3 }, 2);
  const planes = framePlanes(tested, 1);
  planes.y.fill(2);
  planes.u[0] = 255;
  const psnr = framePsnr(original, tested, 1);
  expect(psnr.y).toBeCloseTo(10 * Math.log10(255 ** 2 / 4), 12);
  expect(psnr.u).toBeCloseTo(10 * Math.log10(6), 12);
  expect(psnr.v).toBe(Number.POSITIVE_INFINITY);
});

test('PSNR is that of the requested frame', () => {
  const original = allocateFrames({ width: 4, height: 4 }, 2);
  const tested = allocateFrames({ width: 4, height: 4 }, 2);
  framePlanes(tested, 1).y.fill(9);
  expect(framePsnr(original, tested, 0).y).toBe(Number.POSITIVE_INFINITY);
});

test('weighted PSNR counts luma six times', () => {
  expect(weightedPsnr({ y: 30, u: 40, v: 44 })).toBe(33);
});

test('PSNR of an area is that of its pixels alone', () => {
  const original = new Uint8Array([10, 20, 30, 40, 50]);
  const tested = new Uint8Array([12, 20, 30, 40, 90]);
  const [first, second, third] = areaPsnr(original, tested, new Uint8Array([0, 0, 1, 1, 7]), 3);
  expect(first).toBeCloseTo(10 * Math.log10(255 ** 2 / 2), 12);
  expect(second).toBe(Number.POSITIVE_INFINITY);
  expect(third).toBeNaN();
});
