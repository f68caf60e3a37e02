import { expect, test } from 'vitest';
import { contourPath } from './contourPath.ts';

const size = { width: 4, height: 3 };

test('a map of one id has no contour', () => {
  expect(contourPath(new Uint8Array(12).fill(7), size)).toBe('');
});

test('a contour follows the pixels’ edges, not the picture’s', () => {
  const map = Uint8Array.of(0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0);
  expect(contourPath(map, size)).toBe('M1 2h2M1 0v2M3 0v2');
});

test('objects that touch have a border between them', () => {
  expect(contourPath(Uint8Array.of(1, 2, 2, 2), { width: 4, height: 1 })).toBe('M1 0v1');
});
