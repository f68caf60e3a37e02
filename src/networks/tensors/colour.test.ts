import { describe, expect, it } from 'vitest';
import { patternFrame, plainFrame } from '../testing/testFrames.ts';
import { planesToImage } from './colour.ts';
import { pixelsOf, vosGrid } from './networkGrid.ts';

describe('planesToImage', () => {
  it.each([
    ['black', 16, 128, 128, [0, 0, 0]],
    ['white', 235, 128, 128, [1, 1, 1]],
    // ITU-R BT.601, limited range, of pure red, green and blue; bytes are rounded.
    ['red', 81, 90, 240, [1, 0, 0]],
    ['green', 145, 54, 34, [0, 1, 0]],
    ['blue', 41, 240, 110, [0, 0, 1]],
  ])('turns %s into its RGB, padding included', (_, y, u, v, rgb) => {
    const grid = vosGrid({ width: 35, height: 21 }, 10, 8);
    const image = planesToImage(plainFrame(grid.frame, y, u, v), grid);
    const pixels = pixelsOf(grid.padded);
    expect(image).toHaveLength(3 * pixels);
    for (const [channel, expected] of rgb.entries()) {
      for (const value of image.subarray(channel * pixels, (channel + 1) * pixels)) {
        expect(Math.abs(value - expected)).toBeLessThan(0.006);
      }
    }
  });

  // Numbers from `planes_to_rgb` of models/data/yuv.py on the same pattern: the pixels at the top
  // left, at (height / 2, width / 3) and at the bottom right, and the mean of each channel.
  it.each([
    {
      frame: { width: 37, height: 25 },
      shortSide: 10,
      pixels: [
        [0.0, 0.408375, 0.0],
        [0.145518, 0.338099, 0.191269],
        [0.408951, 0.0, 0.590319],
      ],
      mean: [0.394189, 0.573199, 0.499897],
    },
    {
      frame: { width: 1152, height: 480 },
      shortSide: 240,
      pixels: [
        [0.0, 0.390649, 0.0],
        [1.0, 0.520174, 0.605645],
        [0.068051, 1.0, 0.379078],
      ],
      mean: [0.504163, 0.508548, 0.503072],
    },
    {
      // Luma shrinks and chroma grows here.
      frame: { width: 46, height: 34 },
      shortSide: 30,
      pixels: [
        [0.0, 0.354361, 0.0],
        [0.2042, 0.300818, 0.207288],
        [1.0, 0.555433, 1.0],
      ],
      mean: [0.505705, 0.484592, 0.594829],
    },
  ])('computes the same as in training: $frame.width×$frame.height', (reference) => {
    const grid = vosGrid(reference.frame, reference.shortSide, 8);
    const { content, padded } = grid;
    const image = planesToImage(patternFrame(reference.frame), grid);
    const at = (channel: number, row: number, column: number) =>
      image[channel * pixelsOf(padded) + row * padded.width + column] ?? Number.NaN;
    const places = [
      [0, 0],
      [content.height >> 1, Math.floor(content.width / 3)],
      [content.height - 1, content.width - 1],
    ] as const;
    for (let channel = 0; channel < 3; channel++) {
      for (const [index, [row, column]] of places.entries()) {
        expect(at(channel, row, column)).toBeCloseTo(
          reference.pixels[index]?.[channel] ?? Number.NaN,
          5,
        );
      }
      let sum = 0;
      for (let row = 0; row < content.height; row++) {
        for (let column = 0; column < content.width; column++) sum += at(channel, row, column);
      }
      expect(sum / pixelsOf(content)).toBeCloseTo(reference.mean[channel] ?? Number.NaN, 5);
    }
  });
});
