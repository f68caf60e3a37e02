import { expect, test } from 'vitest';
import { originalColumn, oursColumn, TRUTH_COLUMN, x265Column } from '../results/columnSpec.ts';
import { columnKeys } from './columnKeys.ts';

const [truth, original, x265, ours] = [TRUTH_COLUMN, originalColumn(), x265Column(), oursColumn()];
const BEFORE = [truth, original, x265, ours];
const keys = (now: typeof BEFORE, before = BEFORE) =>
  columnKeys(
    before.map((_, index) => 'abcdefgh'[index] ?? ''),
    before,
    now,
  ).map((key) => (/^[a-h]$/.test(key) ? key : 'new'));

test('columns keep their keys while others are added, moved, removed and changed', () => {
  expect(keys([truth, original, x265, x265Column(37), ours])).toEqual(['a', 'b', 'c', 'new', 'd']);
  expect(keys([ours, truth, original, x265])).toEqual(['d', 'a', 'b', 'c']);
  expect(keys([original, ours])).toEqual(['b', 'd']);
  expect(keys([truth, original, x265Column(37), ours])).toEqual(['a', 'b', 'c', 'd']);
});

test('equal columns do not take each other’s keys', () => {
  const [first, second] = [x265Column(), x265Column()];
  const before = [truth, first, second];
  expect(keys([truth, x265Column(37), second], before)).toEqual(['a', 'b', 'c']);
  expect(keys([truth, first, x265Column(37)], before)).toEqual(['a', 'b', 'c']);
  expect(keys([truth, second], before)).toEqual(['a', 'c']);
  // Other objects, as when an address is read again.
  expect(keys([truth, x265Column(37), x265Column()], before)).toEqual(['a', 'b', 'c']);
});
