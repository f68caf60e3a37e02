import { describe, expect, it } from 'vitest';
import { pixelsOf, planesGrid } from '../tensors/networkGrid.ts';
import { patternFrame, plainFrame } from '../testing/testFrames.ts';
import { foregroundMask, packPlanes, unpackPlanes } from './enhancerPlanes.ts';

describe('packPlanes and unpackPlanes', () => {
  it.each([
    [16, 12],
    [15, 11],
    [122, 68],
    [7, 20],
  ])('restore every byte of a %i×%i frame', (width, height) => {
    const frame = patternFrame({ width, height });
    const grid = planesGrid(frame.size, 4);
    const output = plainFrame(frame.size, 0, 0, 0);
    unpackPlanes(packPlanes(frame, grid), grid, output);
    expect(output).toEqual(frame);
  });

  it('puts luma row 2r + i, column 2c + j at [r, c] of plane 2i + j', () => {
    const frame = patternFrame({ width: 8, height: 8 });
    const grid = planesGrid(frame.size, 4);
    const packed = packPlanes(frame, grid);
    const [row, column] = [2, 1];
    for (const [plane, i, j] of [
      [0, 0, 0],
      [1, 0, 1],
      [2, 1, 0],
      [3, 1, 1],
    ] as const) {
      const luma = frame.y[(2 * row + i) * 8 + 2 * column + j] ?? Number.NaN;
      expect(packed[plane * 16 + row * 4 + column]).toBeCloseTo(luma / 255, 6);
    }
    expect(packed[4 * 16]).toBeCloseTo((frame.u[0] ?? Number.NaN) / 255, 6);
    expect(packed[5 * 16]).toBeCloseTo((frame.v[0] ?? Number.NaN) / 255, 6);
  });

  it('repeats the edges of odd and of padded sizes', () => {
    const frame = plainFrame({ width: 13, height: 9 }, 51, 102, 153);
    const grid = planesGrid(frame.size, 4);
    const packed = packPlanes(frame, grid);
    const pixels = pixelsOf(grid.padded);
    for (const [plane, byte] of [51, 51, 51, 51, 102, 153].entries()) {
      const values = new Set(packed.subarray(plane * pixels, (plane + 1) * pixels));
      expect([...values]).toEqual([Math.fround(byte / 255)]);
    }
  });

  it('rounds to the nearest byte and clips values out of range', () => {
    const output = plainFrame({ width: 2, height: 2 }, 0, 0, 0);
    const grid = planesGrid(output.size, 1);
    unpackPlanes(Float32Array.of(-0.2, 1.3, 99.4 / 255, 99.6 / 255, 0, 1), grid, output);
    expect([...output.y, ...output.u, ...output.v]).toEqual([0, 255, 99, 100, 0, 255]);
  });
});

describe('foregroundMask', () => {
  it('is the mean of each 2×2 square, with 1 for any object and 0 for void', () => {
    const grid = planesGrid({ width: 3, height: 3 }, 1);
    const map = Uint8Array.of(1, 2, 255, 0, 0, 9, 0, 3, 3);
    expect([...foregroundMask(map, grid)]).toEqual([0.5, 0.5, 0.5, 1]);
  });

  it('is empty without a guide', () => {
    const grid = planesGrid({ width: 4, height: 4 }, 4);
    expect(Math.max(...foregroundMask(null, grid))).toBe(0);
  });
});
