import { expect, test } from 'vitest';
import { columnKeys } from './columnKeys.ts';
import { columns } from './testing/testColumns.ts';

const BEFORE = columns('orig,x265@45,ours@48');
const KEYS = columnKeys([], [], BEFORE);
const keysOf = (now: string) => columnKeys(KEYS, BEFORE, columns(now));
const [original, x265, ours] = KEYS;

test('every column has a key of its own', () => {
  expect(new Set(KEYS).size).toBe(3);
});

test.each([
  ['nothing changes', 'orig,x265@45,ours@48', [original, x265, ours]],
  ['columns are moved', 'ours@48,orig,x265@45', [ours, original, x265]],
  ['one is removed', 'orig,ours@48', [original, ours]],
  ['one is changed in its place', 'orig,x265@40,ours@48', [original, x265, ours]],
])('when %s, columns keep their keys', (_, now, expected) => {
  expect(keysOf(now)).toEqual(expected);
});

test('a duplicate gets a new key, and the column keeps its own', () => {
  const [, first, second, last] = keysOf('orig,x265@45,x265@45,ours@48');
  expect([first, last]).toEqual([x265, ours]);
  expect(KEYS).not.toContain(second);
});
