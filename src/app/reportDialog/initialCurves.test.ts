import { expect, test } from 'vitest';
import { extentText, rateCurves } from '../../report/rateCurves.ts';
import { columnOf, madeUpResult } from '../../testing/madeUpResults.ts';
import { initialCurves } from './initialCurves.ts';

const result = (name: string, frames: number) => ({
  ...madeUpResult(name, { x265: columnOf(0.8, 0.02, 45) }),
  frames,
});
const SETS = rateCurves([result('dog', 10), result('dog', 5), result('libby', 10)], 'JF');

test.each([
  ['the open sequence at its number of frames', { name: 'dog', frames: 5 }, 'dog, 5 frames'],
  ['the open sequence at another number', { name: 'dog', frames: 7 }, 'dog, 10 frames'],
  ['the mean, if the open sequence has none', { name: 'pig', frames: 5 }, SETS.map(extentText)[0]],
  ['the mean, if no sequence is open', null, SETS.map(extentText)[0]],
])('%s comes first', (_, open, text) => {
  const shown = initialCurves(SETS, open);
  expect(shown && extentText(shown)).toBe(text);
});

test('without results there are no curves', () => {
  expect(initialCurves([], null)).toBeNull();
});
