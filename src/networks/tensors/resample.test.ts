import { describe, expect, it } from 'vitest';
import { planeOf } from '../testing/testFrames.ts';
import { areaAverage, replicateEdges } from './resample.ts';

describe('areaAverage', () => {
  it('takes exact 2×2 means when a plane is halved', () => {
    const plane = Uint8Array.of(1, 2, 10, 20, 3, 5, 30, 41);
    const output = new Float32Array(2);
    areaAverage(plane, { width: 4, height: 2 }, { width: 2, height: 1 }, output);
    expect([...output]).toEqual([2.75, 25.25]);
  });

  it('weighs partly covered pixels by the covered part', () => {
    const output = new Float32Array(2);
    areaAverage(Uint8Array.of(0, 30, 90), { width: 3, height: 1 }, { width: 2, height: 1 }, output);
    expect(output[0]).toBeCloseTo(10); // (0 + 30 / 2) / 1.5
    expect(output[1]).toBeCloseTo(70); // (30 / 2 + 90) / 1.5
  });

  it('takes the same halves in the fast and in the general case', () => {
    const source = { width: 22, height: 14 };
    const plane = planeOf(source, (x, y) => (x * 31 + y * 57) % 256);
    const fast = new Float32Array(11 * 7);
    areaAverage(plane, source, { width: 11, height: 7 }, fast);
    // A scale of 2 on both sides always takes the fast case, so halve only one side at a time.
    const halfWidth = new Float32Array(11 * 14);
    areaAverage(plane, source, { width: 11, height: 14 }, halfWidth);
    for (let row = 0; row < 7; row++) {
      for (let column = 0; column < 11; column++) {
        const upper = halfWidth[2 * row * 11 + column] ?? 0;
        const lower = halfWidth[(2 * row + 1) * 11 + column] ?? 0;
        expect(fast[row * 11 + column]).toBeCloseTo((upper + lower) / 2, 4);
      }
    }
  });

  it.each([
    [427, 240, 213, 120],
    [101, 77, 33, 25],
    [640, 360, 427, 240],
    [320, 180, 427, 240],
  ])('keeps a constant plane constant from %i×%i to %i×%i', (sw, sh, tw, th) => {
    const source = { width: sw, height: sh };
    const output = new Float32Array(tw * th);
    areaAverage(
      planeOf(source, () => 201),
      source,
      { width: tw, height: th },
      output,
    );
    expect(Math.max(...output.map((value) => Math.abs(value - 201)))).toBeLessThan(1e-3);
  });

  it('keeps the mean of a plane, whatever the scale', () => {
    const source = { width: 45, height: 31 };
    const plane = planeOf(source, (x, y) => (x * x + 3 * y) % 256);
    const output = new Float32Array(17 * 12);
    areaAverage(plane, source, { width: 17, height: 12 }, output);
    const mean = (values: ArrayLike<number>) =>
      Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(output)).toBeCloseTo(mean(plane), 3);
  });
});

describe('replicateEdges', () => {
  it('repeats the last column and the last row', () => {
    const grid = Float32Array.of(1, 2, 0, 3, 4, 0, 0, 0, 0);
    replicateEdges(grid, { width: 2, height: 2 }, { width: 3, height: 3 });
    expect([...grid]).toEqual([1, 2, 2, 3, 4, 4, 3, 4, 4]);
  });
});
