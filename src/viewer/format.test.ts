import { expect, test } from 'vitest';
import { formatDecibels, formatDifference, formatScore, formatSeconds } from './format.ts';

test('missing values are shown as a dash', () => {
  expect(formatScore(null)).toBe('–');
  expect(formatScore(Number.NaN)).toBe('–');
  expect(formatDecibels(null)).toBe('–');
});

test('differences have a sign', () => {
  expect(formatDifference(0.0312)).toBe('+0.031');
  expect(formatDifference(-0.2)).toBe('−0.200');
});

test('shorter times have more decimals', () => {
  expect(formatSeconds(0.416)).toBe('0.42 s');
  expect(formatSeconds(12.34)).toBe('12.3 s');
  expect(formatSeconds(119.7)).toBe('2 min 00 s');
});
