import { expect, test } from 'vitest';
import { croppedMap, placeInset } from './inset.ts';

const FRAME = { width: 80, height: 60 };

/** A map with one object. */
function map(x: number, y: number, width: number, height: number): Uint8Array {
  const ids = new Uint8Array(FRAME.width * FRAME.height);
  for (let row = y; row < y + height; row++) {
    ids.fill(1, row * FRAME.width + x, row * FRAME.width + x + width);
  }
  return ids;
}

test('an inset is as large as half of the picture allows, by a whole factor', () => {
  const { size, place } = placeInset({ x: 0, y: 0, width: 12, height: 8 }, FRAME, []);
  expect(size).toEqual({ width: 36, height: 24 });
  expect(place).toEqual({ x: 44, y: 36, width: 36, height: 24 });
});

test('an inset covers neither what it enlarges nor, if possible, objects', () => {
  const atBottomRight = { x: 60, y: 44, width: 12, height: 8 };
  expect(placeInset(atBottomRight, FRAME, []).place).toMatchObject({ x: 44, y: 0 });
  const above = map(50, 0, 20, 10);
  expect(placeInset(atBottomRight, FRAME, [above]).place).toMatchObject({ x: 0, y: 36 });
  const below = map(0, 40, 30, 20);
  expect(placeInset(atBottomRight, FRAME, [above, below]).place).toMatchObject({ x: 0, y: 0 });
});

test('a crop outside the frame and one that is too large are refused', () => {
  expect(() => placeInset({ x: 70, y: 0, width: 12, height: 8 }, FRAME, [])).toThrow(
    'The crop 70,0,12,8 is not inside the frame of 80×60 pixels.',
  );
  expect(() => placeInset({ x: 0, y: 0, width: 30, height: 8 }, FRAME, [])).toThrow(
    'A crop of 30×8 pixels is too large to be enlarged in a corner of the picture. Choose at most 26×20 pixels.',
  );
});

test('a part of a label map', () => {
  const part = croppedMap(map(10, 5, 2, 2), FRAME, { x: 9, y: 4, width: 3, height: 2 });
  expect([...part]).toEqual([0, 0, 0, 0, 1, 1]);
});
