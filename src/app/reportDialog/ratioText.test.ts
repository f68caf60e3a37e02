import { expect, test } from 'vitest';
import { formatChange, formatShare } from './ratioText.ts';

test.each([
  [0.87, '−13%'],
  [1.131, '+13%'],
  [1, '+0%'],
  [null, '–'],
  [Number.NaN, '–'],
])('a ratio of %d is a change of %s', (ratio, text) => {
  expect(formatChange(ratio)).toBe(text);
});

test.each([
  [0.985, '99%'],
  [0.994, '99%'],
  [0.998, '99.8%'],
  [1.02, '102%'],
  [null, '–'],
])('a ratio of %d is a share of %s', (ratio, text) => {
  expect(formatShare(ratio)).toBe(text);
});
