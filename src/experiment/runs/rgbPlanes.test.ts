import { expect, it } from 'vitest';
import { frameBytes } from '../../sequence/frames.ts';
import { planesFromRgb } from './rgbPlanes.ts';

const SIZE = { width: 4, height: 4 };

/** The definition of BT.601 in limited range, in floating point, as browsers convert. */
function rgbOf(y: number, u: number, v: number): [number, number, number] {
  const luma = (255 / 219) * (y - 16);
  const r = luma + 1.5960268 * (v - 128);
  const g = luma - 0.3917623 * (u - 128) - 0.8129676 * (v - 128);
  const b = luma + 2.0172321 * (u - 128);
  return [r, g, b].map((value) => Math.round(Math.min(255, Math.max(0, value)))) as never;
}

it.each([true, false])(
  'converts RGB back to the planes that it came from: red first %s',
  (first) => {
    // Colours that RGB can show.
    for (const [y, u, v] of [
      [16, 128, 128],
      [235, 128, 128],
      [120, 100, 150],
      [90, 140, 120],
      [180, 118, 140],
    ] as const) {
      const [r, g, b] = rgbOf(y, u, v);
      const pixel = first ? [r, g, b, 255] : [b, g, r, 255];
      const rgb = Uint8Array.from({ length: 64 }, (_, at) => pixel[at % 4] ?? 0);
      const planes = new Uint8Array(frameBytes(SIZE));
      planesFromRgb(rgb, first, SIZE, planes);
      const found = [planes[5], planes[17], planes[21]].map(Number);
      for (const [index, sample] of [y, u, v].entries()) {
        expect(Math.abs((found[index] ?? 0) - sample)).toBeLessThanOrEqual(1);
      }
      expect(new Set(planes.subarray(0, 16)).size).toBe(1);
    }
  },
);
