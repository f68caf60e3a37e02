import { expect, test } from 'vitest';
import { middleFrame, tellingFrame } from './tellingFrame.ts';
import { columnsOf, scoresOf } from './testing/madeUpColumns.ts';

function frameOf(list: string, ...scores: readonly (readonly (number | null)[])[]) {
  return tellingFrame(
    columnsOf(list).map((column, index) => ({
      ...column,
      scores: scoresOf(...(scores[index] ?? [])),
    })),
  );
}

test('the telling frame is where x265 loses most against the originals', () => {
  expect(frameOf('orig,x265@45', [1, 0.9, 0.9, 0.5], [1, 0.8, 0.4, 0.1])).toBe(2);
});

test('frames without a score in both columns do not count', () => {
  expect(frameOf('orig,x265@45', [1, 0.9, null, 0.9], [1, 0.8, 0.1, null])).toBe(1);
});

test('there is none without a loss, without scores or without the columns', () => {
  expect(frameOf('orig,x265@45', [1, 0.8], [1, 0.9])).toBeNull();
  expect(frameOf('orig,x265@45')).toBeNull();
  expect(frameOf('orig,ours@48', [1, 0.9], [1, 0.1])).toBeNull();
  expect(frameOf('orig:stcn,x265@45', [1, 0.9], [1, 0.1])).toBeNull();
});

test('the middle frame', () => {
  expect([1, 2, 3, 60, 0].map(middleFrame)).toEqual([0, 0, 1, 29, 0]);
});
