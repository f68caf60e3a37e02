import { expect, test } from 'vitest';
import { nearestMark } from './nearestMark.ts';

test('the nearest mark is found in both directions', () => {
  const marks = [
    { x: 0, y: 0, title: 'a' },
    { x: 10, y: 0, title: 'b' },
    { x: 10, y: 8, title: 'c' },
  ];
  expect(nearestMark(marks, 2, 1)?.title).toBe('a');
  expect(nearestMark(marks, 9, 3)?.title).toBe('b');
  expect(nearestMark(marks, 40, 5)?.title).toBe('c');
  expect(nearestMark([], 1, 1)).toBeNull();
});
