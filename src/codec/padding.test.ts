import { describe, expect, it } from 'vitest';
import { frameBytes } from '../sequence/frames.ts';
import { copyFrame, copyFrames, evenSize } from './padding.ts';

describe('evenSize', () => {
  it('keeps even sides and increases odd ones by one', () => {
    expect(evenSize({ width: 854, height: 480 })).toEqual({ width: 854, height: 480 });
    expect(evenSize({ width: 853, height: 479 })).toEqual({ width: 854, height: 480 });
  });
});

describe('copyFrame', () => {
  const odd = { width: 3, height: 3 };
  const even = { width: 4, height: 4 };
  // Luma 3×3, then chroma 2×2 twice.
  const frame = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 20, 21, 22, 23);

  it('repeats the last column and row if the target is larger', () => {
    const padded = new Uint8Array(frameBytes(even));
    copyFrame(frame, odd, padded, even);
    expect([...padded.subarray(0, 16)]).toEqual([1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 9, 7, 8, 9, 9]);
    // The chroma planes of 3×3 and 4×4 have the same size.
    expect([...padded.subarray(16)]).toEqual([10, 11, 12, 13, 20, 21, 22, 23]);
  });

  it('restores the frame when the padding is cropped', () => {
    const padded = new Uint8Array(frameBytes(even));
    const cropped = new Uint8Array(frameBytes(odd));
    copyFrame(frame, odd, padded, even);
    copyFrame(padded, even, cropped, odd);
    expect(cropped).toEqual(frame);
  });

  it('copies several frames one by one', () => {
    const two = new Uint8Array([...frame, ...frame.map((value) => value + 100)]);
    const padded = new Uint8Array(2 * frameBytes(even));
    const back = new Uint8Array(two.length);
    copyFrames(two, odd, padded, even, 2);
    copyFrames(padded, even, back, odd, 2);
    expect(back).toEqual(two);
  });
});
