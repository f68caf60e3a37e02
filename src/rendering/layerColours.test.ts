import { expect, test } from 'vitest';
import type { Colour } from '../sequence/davisPalette.ts';
import {
  CHANGE_COLOURS,
  colourOfHex,
  ERROR_COLOURS,
  heatColour,
  hexColour,
  objectColour,
  paletteRgba,
} from './layerColours.ts';

/** From linear RGB to what eyes without one kind of cone see: Machado et al. (2009), severity 1. */
const EYES: Readonly<Record<string, readonly number[]>> = {
  'full colour vision': [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [
    ...[0.152286, 1.052583, -0.204868],
    ...[0.114503, 0.786281, 0.099216],
    ...[-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    ...[0.367322, 0.860646, -0.227968],
    ...[0.280085, 0.672501, 0.047413],
    ...[-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    ...[1.255528, -0.076749, -0.178779],
    ...[-0.078411, 0.930809, 0.147602],
    ...[0.004733, 0.691367, 0.3039],
  ],
};

/** About ten times the smallest difference that eyes see. */
const CLEAR_DIFFERENCE = 22;

test.each(Object.keys(EYES))('errors and changes differ for %s', (eyes) => {
  for (const colours of [ERROR_COLOURS, CHANGE_COLOURS]) {
    for (const [a, b] of pairs(Object.values(colours))) {
      expect(differenceFor(eyes, a, b), `${a} and ${b}`).toBeGreaterThan(CLEAR_DIFFERENCE);
    }
  }
});

test.each(Object.keys(EYES))('the first objects of the distinct palette differ for %s', (eyes) => {
  const colours = [1, 2, 3, 4].map((id) => objectColour(id, 'distinct'));
  for (const [a, b] of pairs(colours)) {
    expect(differenceFor(eyes, a, b), `${a} and ${b}`).toBeGreaterThan(CLEAR_DIFFERENCE);
  }
});

test('the heat map is brighter for larger differences', () => {
  const lightness = Array.from({ length: 17 }, (_, at) => lab(linear(heatColour(at / 16)))[0]);
  expect(lightness).toEqual(lightness.toSorted((a, b) => a - b));
});

test('a palette is a texture of 256 opaque colours', () => {
  const rgba = paletteRgba('davis');
  expect(rgba).toHaveLength(1024);
  expect([...rgba.subarray(4, 8)]).toEqual([128, 0, 0, 255]);
});

test('colours are written as in CSS, and read back', () => {
  expect(hexColour([255, 176, 0])).toBe('#ffb000');
  expect(colourOfHex('#ffb000')).toEqual([255, 176, 0]);
});

function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((a, index) => items.slice(index + 1).map((b): [T, T] => [a, b]));
}

/** Distance in CIELAB of two colours as these eyes see them. */
function differenceFor(eyes: string, a: Colour, b: Colour): number {
  const seen = (colour: Colour) => lab(times(EYES[eyes] ?? [], linear(colour)));
  const [first, second] = [seen(a), seen(b)];
  return Math.hypot(...first.map((value, index) => value - (second[index] ?? 0)));
}

function linear(colour: Colour): number[] {
  return colour.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
}

function times(matrix: readonly number[], vector: readonly number[]): number[] {
  return [0, 3, 6].map((row) =>
    Math.max(
      0,
      vector.reduce((sum, value, column) => sum + value * (matrix[row + column] ?? 0), 0),
    ),
  );
}

/** CIELAB under D65, from linear sRGB. */
function lab(rgb: readonly number[]): [number, number, number] {
  const [x = 0, y = 0, z = 0] = times(
    [0.4124, 0.3576, 0.1805, 0.2126, 0.7152, 0.0722, 0.0193, 0.1192, 0.9505],
    rgb,
  );
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}
