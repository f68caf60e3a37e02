import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BORDER_PIXELS, REGIONS, regionsOf } from './objectRegions.ts';

const SIZE = { width: 40, height: 30 };

test('the border reaches eight pixels to both sides of a boundary', () => {
  // Background left of column 20, an object from there on.
  const map = Uint8Array.from({ length: 40 * 30 }, (_, at) => (at % 40 >= 20 ? 1 : 0));
  const row = Array.from(regionsOf(map, SIZE).subarray(400, 440), (region) => REGIONS[region]);
  const across = (from: number, to: number) => new Set(row.slice(from, to));
  expect(across(0, 12)).toEqual(new Set(['background']));
  expect(across(12, 20)).toEqual(new Set(['outerBorder']));
  expect(across(20, 28)).toEqual(new Set(['innerBorder']));
  // The edge of the frame is no boundary.
  expect(across(28, 40)).toEqual(new Set(['inside']));
});

test('two objects that touch have a boundary, and void is background', () => {
  const map = Uint8Array.from({ length: 40 * 30 }, (_, at) => (at % 40 >= 20 ? 1 : 2));
  expect(REGIONS[regionsOf(map, SIZE)[19] as number]).toBe('innerBorder');
  const withVoid = new Uint8Array(40 * 30).fill(255);
  expect(new Set(regionsOf(withVoid, SIZE))).toEqual(new Set([REGIONS.indexOf('background')]));
});

test('a pixel is in the border exactly if another label is within the square around it', () => {
  const labels = fc.uint8Array({ minLength: 1200, maxLength: 1200, max: 2 });
  const sparse = fc.tuple(labels, labels, labels).map(([a, b, c]) => {
    // Few labels other than 0, so that there are large plain areas.
    return a.map((label, at) => (b[at] === 1 && c[at] === 1 && at % 31 === 0 ? label : 0));
  });
  fc.assert(
    fc.property(sparse, (map) => {
      const regions = regionsOf(map, SIZE);
      for (let y = 0; y < 30; y++) {
        for (let x = 0; x < 40; x++) {
          const region = REGIONS[regions[y * 40 + x] as number];
          const isBorder = region === 'innerBorder' || region === 'outerBorder';
          expect(isBorder).toBe(hasOtherLabel(map, x, y));
        }
      }
    }),
    { numRuns: 10 },
  );
});

function hasOtherLabel(map: Uint8Array, x: number, y: number): boolean {
  for (let v = Math.max(0, y - BORDER_PIXELS); v <= Math.min(29, y + BORDER_PIXELS); v++) {
    for (let u = Math.max(0, x - BORDER_PIXELS); u <= Math.min(39, x + BORDER_PIXELS); u++) {
      if (map[v * 40 + u] !== map[y * 40 + x]) return true;
    }
  }
  return false;
}
