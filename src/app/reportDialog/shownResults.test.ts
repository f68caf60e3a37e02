import { expect, test } from 'vitest';
import { madeUpColumn, madeUpResult } from '../../testing/madeUpResults.ts';
import { describeResults, shownResults } from './shownResults.ts';

const KEPT = [
  ['libby', 45],
  ['libby', 37],
  ['dog', 45],
].map(([name, crf], index) => ({
  key: String(index),
  savedAt: index,
  result: madeUpResult(String(name), { x265: madeUpColumn({ crf: Number(crf) }) }),
}));

const keys = (filter: string) => shownResults(KEPT, filter).map(({ key }) => key);

test('a filter selects the results that contain all of its words', () => {
  expect(keys('')).toEqual(['0', '1', '2']);
  expect(keys('LIBBY')).toEqual(['0', '1']);
  expect(keys('crf45 compact')).toEqual(['0', '2']);
  expect(keys('libby crf 37 ')).toEqual(['1']);
  expect(keys('x265@45')).toEqual(['0', '2']);
  expect(keys('pig')).toEqual([]);
});

test('a description names the first results and counts the others', () => {
  expect(describeResults(KEPT.slice(0, 2))).toBe('libby (x265@45), libby (x265@37)');
  const many = Array.from({ length: 8 }, () => KEPT).flat();
  expect(describeResults(many)).toMatch(/dog \(x265@45\),.* and 19 more$/);
});
