import { expect, test } from 'vitest';
import { columnOf, madeUpResult } from '../../experiment/madeUpResults.ts';
import type { SequenceResult } from '../../experiment/resultSchema.ts';
import { supersededKeys } from './selection.ts';

const x265 = columnOf(0.8, 0.02, 45);
const whole = madeUpResult('dog', { x265, ours: columnOf(0.9, 0.02, 45) });
const partial = madeUpResult('dog', { x265 });

const kept = (key: string, savedAt: number, result: SequenceResult) => ({ key, savedAt, result });

test('the later of two results of the same thing counts', () => {
  expect([...supersededKeys([kept('old', 1, whole), kept('new', 2, whole)])]).toEqual(['old']);
  expect([...supersededKeys([kept('old', 1, partial), kept('new', 2, whole)])]).toEqual(['old']);
});

test('a result in which a column failed does not take the place of a whole one', () => {
  expect([...supersededKeys([kept('whole', 1, whole), kept('partial', 2, partial)])]).toEqual([]);
});
