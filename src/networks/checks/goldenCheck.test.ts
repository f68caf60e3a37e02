import { describe, expect, it } from 'vitest';
import { isTrusted, largestDifference } from './goldenCheck.ts';

describe('the golden check', () => {
  it('takes the largest difference of all outputs', () => {
    const a = [Float32Array.of(0, 0.5), Float32Array.of(1)];
    const b = [Float32Array.of(0.0625, 0.5), Float32Array.of(0.75)];
    expect(largestDifference(a, b)).toBe(0.25);
    expect(largestDifference(a, a)).toBe(0);
  });

  it('trusts rounding, but neither larger differences nor NaN or missing values', () => {
    expect(isTrusted(4e-5)).toBe(true);
    expect(isTrusted(0.002)).toBe(false);
    const ones = [Float32Array.of(1, 1)];
    expect(isTrusted(largestDifference(ones, [Float32Array.of(1, Number.NaN)]))).toBe(false);
    expect(isTrusted(largestDifference(ones, [Float32Array.of(Number.NaN, 0)]))).toBe(false);
    expect(isTrusted(largestDifference(ones, [Float32Array.of(1)]))).toBe(false);
  });
});
