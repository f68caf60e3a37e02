import { expect, test } from 'vitest';
import { BORDER_NUMBERS, Borders } from './borders.ts';

const SIDES = ['below', 'above', 'right', 'left'];

function bordersOf(ids: readonly number[], width: number) {
  const borders = new Borders();
  borders.find(Uint8Array.from(ids), { width, height: ids.length / width });
  return Array.from({ length: borders.count }, (_, index) => {
    const [x, y, length, sideAndId = 0] = borders.data.subarray(index * BORDER_NUMBERS);
    return `${x},${y}+${length} ${SIDES[sideAndId >> 8]} ${sideAndId & 255}`;
  });
}

test('a map of one id has no borders', () => {
  expect(bordersOf([7, 7, 7, 7], 2)).toEqual([]);
});

test('straight runs are one border each, on the side of the object', () => {
  expect(bordersOf([0, 0, 0, 0, 0, 3, 3, 0, 0, 3, 3, 0, 0, 0, 0, 0], 4)).toEqual([
    '1,1+2 below 3',
    '1,3+2 above 3',
    '1,1+2 right 3',
    '3,1+2 left 3',
  ]);
});

test('objects that touch have a border each', () => {
  expect(bordersOf([1, 2], 2)).toEqual(['1,0+1 right 2', '1,0+1 left 1']);
});

test('the memory grows with the map, and is used again', () => {
  const borders = new Borders();
  const size = { width: 200, height: 200 };
  borders.find(
    Uint8Array.from({ length: 40_000 }, (_, at) => (at + Math.floor(at / 200)) % 2),
    size,
  );
  expect(borders.count).toBe(2 * 200 * 199);
  borders.find(new Uint8Array(40_000), size);
  expect(borders.count).toBe(0);
});
