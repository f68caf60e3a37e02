import { describe, expect, it } from 'vitest';
import { type NetworkGrid, pixelsOf, vosGrid } from './networkGrid.ts';
import { writeLabelMap } from './probabilities.ts';

describe('writeLabelMap', () => {
  it.each([
    ['doubled, padding on the right', { width: 86, height: 48 }, 24],
    ['an odd scale', { width: 71, height: 53 }, 20],
    ['as it is', { width: 19, height: 13 }, 240],
  ])('upsamples like the naive formula and takes the largest: %s', (_, frame, shortSide) => {
    const grid = vosGrid(frame, shortSide, 8);
    const probabilities = noise(3 * pixelsOf(grid.padded));
    const found = new Uint8Array(pixelsOf(frame));
    writeLabelMap(probabilities, grid, [4, 9], found);
    expect(found).toEqual(naiveLabelMap(probabilities, grid, [0, 4, 9]));
  });

  it('chooses the background if classes are equal', () => {
    const grid = vosGrid({ width: 8, height: 8 }, 240, 8);
    const found = new Uint8Array(64).fill(1);
    writeLabelMap(new Float32Array(2 * 64).fill(0.5), grid, [1], found);
    expect(Math.max(...found)).toBe(0);
  });
});

/** Straight from the definition, pixel by pixel. */
function naiveLabelMap(
  probabilities: Float32Array,
  { frame, content, padded }: NetworkGrid,
  ids: readonly number[],
): Uint8Array {
  const sample = (kind: number, row: number, column: number) =>
    probabilities[kind * pixelsOf(padded) + row * padded.width + column] ?? Number.NaN;
  const output = new Uint8Array(pixelsOf(frame));
  for (let row = 0; row < frame.height; row++) {
    for (let column = 0; column < frame.width; column++) {
      const y = Math.max(0, ((row + 0.5) * content.height) / frame.height - 0.5);
      const x = Math.max(0, ((column + 0.5) * content.width) / frame.width - 0.5);
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const bottom = Math.min(top + 1, content.height - 1);
      const right = Math.min(left + 1, content.width - 1);
      const values = ids.map((_, kind) => {
        const above =
          sample(kind, top, left) * (left + 1 - x) + sample(kind, top, right) * (x - left);
        const below =
          sample(kind, bottom, left) * (left + 1 - x) + sample(kind, bottom, right) * (x - left);
        return above * (top + 1 - y) + below * (y - top);
      });
      output[row * frame.width + column] = ids[values.indexOf(Math.max(...values))] ?? 255;
    }
  }
  return output;
}

/** Reproducible numbers, 0..1. */
function noise(length: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}
