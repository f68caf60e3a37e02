import { expect, test } from 'vitest';
import { shortened, textWidth, wrapParts } from './textWidth.ts';

test('text is as wide as in Helvetica', () => {
  expect(textWidth('J&F 0.542', 10)).toBeCloseTo(45.58);
  expect(textWidth('iiii', 10)).toBeCloseTo(8.88);
  expect(textWidth('iiii', 10, true)).toBeCloseTo(11.12);
});

test('parts are broken between each other, and long ones between words', () => {
  const parts = ['x265', 'CRF 45', 'coded masks of quality 43'];
  expect(wrapParts(parts, 10, 500)).toEqual(['x265 · CRF 45 · coded masks of quality 43']);
  expect(wrapParts(parts, 10, 70)).toEqual(['x265 · CRF 45', 'coded masks', 'of quality 43']);
});

test('a word that is too long is shortened', () => {
  expect(shortened('reef-crossing', 10, 40)).toBe('reef-cr…');
  expect(wrapParts(['reef-crossing'], 10, 40)).toEqual(['reef-cr…']);
});
