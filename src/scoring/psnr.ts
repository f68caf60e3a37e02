import { type FramePlanes, type Frames, framePlanes } from '../sequence/frames.ts';
import type { FramePsnr } from './scoringApi.ts';

/** PSNR in dB of each plane of frame `index`. Both videos must have the same size. */
export function framePsnr(original: Frames, tested: Frames, index: number): FramePsnr {
  const a = framePlanes(original, index);
  const b = framePlanes(tested, index);
  const plane = (name: keyof FramePsnr & keyof FramePlanes) => planePsnr(a[name], b[name]);
  return { y: plane('y'), u: plane('u'), v: plane('v') };
}

/**
 * PSNR of a 4:2:0 picture with its planes weighted 6:1:1, in dB: (6·Y + U + V) / 8 of the planes'
 * PSNRs (J.-R. Ohm et al., "Comparison of the Coding Efficiency of Video Coding Standards",
 * IEEE Trans. CSVT 22(12), 2012). Infinity if one of the planes is identical.
 */
export function weightedPsnr({ y, u, v }: FramePsnr): number {
  return (6 * y + u + v) / 8;
}

/** PSNR of 8-bit samples in dB: 10 log₁₀(255² / mean squared error); Infinity if all are equal. */
export function planePsnr(original: Uint8Array, tested: Uint8Array): number {
  assertSameLength(original, tested);
  let squares = 0;
  for (let index = 0; index < original.length; index++) {
    const difference = (original[index] ?? 0) - (tested[index] ?? 0);
    squares += difference * difference;
  }
  return psnr(squares, original.length);
}

/**
 * PSNR in dB of each area of a plane, over the area's pixels only; NaN for an area without pixels.
 *
 * @param area the area number of each pixel, 0..areaCount−1; other numbers belong to no area
 */
export function areaPsnr(
  original: Uint8Array,
  tested: Uint8Array,
  area: Uint8Array,
  areaCount: number,
): number[] {
  assertSameLength(original, tested);
  assertSameLength(original, area);
  const squares = new Float64Array(256);
  const pixels = new Uint32Array(256);
  for (let index = 0; index < original.length; index++) {
    const difference = (original[index] ?? 0) - (tested[index] ?? 0);
    const number = area[index] ?? 0;
    squares[number] = (squares[number] ?? 0) + difference * difference;
    pixels[number] = (pixels[number] ?? 0) + 1;
  }
  return Array.from({ length: areaCount }, (_, number) =>
    pixels[number] === 0 ? Number.NaN : psnr(squares[number] ?? 0, pixels[number] ?? 0),
  );
}

function psnr(squares: number, pixels: number): number {
  return 10 * Math.log10((255 * 255 * pixels) / squares);
}

function assertSameLength(a: Uint8Array, b: Uint8Array): void {
  if (a.length !== b.length) throw new RangeError(`planes of ${a.length} and ${b.length} samples`);
}
