import { expect, test } from 'vitest';
import { columnPairs, pairInView } from './columnPairs.ts';

test('columns are paired from left to right, and an odd last one is alone', () => {
  expect(columnPairs(['a', 'b', 'c', 'd'])).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  expect(columnPairs(['a', 'b', 'c'])).toEqual([['a', 'b'], ['c']]);
  expect(columnPairs([])).toEqual([]);
});

test('the pair with ours is seen first, and without ours the first pair', () => {
  expect(pairInView(-1, 3)).toBe(1);
  expect(pairInView(-1, -1)).toBe(0);
  expect(pairInView(1, 3)).toBe(0);
});
