import { type FramePlanes, type Frames, framePlanes } from '../sequence/frames.ts';
import type { FramePsnr } from './scoringApi.ts';

/** PSNR in dB of each plane of frame `index`; both must have the same size. */
export function framePsnr(original: Frames, tested: Frames, index: number): FramePsnr {
  const a = framePlanes(original, index);
  const b = framePlanes(tested, index);
  const plane = (name: keyof FramePsnr & keyof FramePlanes) => planePsnr(a[name], b[name]);
  return { y: plane('y'), u: plane('u'), v: plane('v') };
}

/** PSNR of 8-bit samples in dB: 10 log₁₀(255² / mean squared error); Infinity if all are equal. */
export function planePsnr(original: Uint8Array, tested: Uint8Array): number {
  if (original.length !== tested.length) {
    throw new RangeError(`planes of ${original.length} and ${tested.length} samples`);
  }
  let squares = 0;
  for (let index = 0; index < original.length; index++) {
    const difference = (original[index] ?? 0) - (tested[index] ?? 0);
    squares += difference * difference;
  }
  return 10 * Math.log10((255 * 255 * original.length) / squares);
}
