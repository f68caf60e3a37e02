import { describe, expect, it } from 'vitest';
import { roundTo8Bit } from './sampleDepth.ts';

function littleEndian(...samples: number[]): Uint8Array {
  return new Uint8Array(Uint16Array.from(samples).buffer);
}

describe('roundTo8Bit', () => {
  it('rounds to the nearest 8-bit value, halves up, and stays below 256', () => {
    const target = new Uint8Array(8);
    const largest = roundTo8Bit(littleEndian(0, 1, 2, 3, 4, 5, 1021, 1023), 10, target);
    expect([...target]).toEqual([0, 0, 1, 1, 1, 1, 255, 255]);
    expect(largest).toBe(1023);
  });

  it('restores every 8-bit value that was widened to 10 or 12 bits', () => {
    for (const depth of [10, 12]) {
      const values = Array.from({ length: 256 }, (_, value) => value);
      const target = new Uint8Array(256);
      roundTo8Bit(littleEndian(...values.map((value) => value << (depth - 8))), depth, target);
      expect([...target]).toEqual(values);
    }
  });
});
