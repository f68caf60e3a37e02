import { expect, test } from 'vitest';
import type { GivenFile, SequenceResult } from '../../results/resultSchema.ts';
import { columnOf, madeUpColumn, madeUpResult } from '../../testing/madeUpResults.ts';
import { supersededKeys } from './selection.ts';

const x265 = columnOf(0.8, 0.02, 45);
const whole = madeUpResult('dog', { x265, ours: columnOf(0.9, 0.02, 45) });
const partial = madeUpResult('dog', { x265 });

const kept = (key: string, savedAt: number, result: SequenceResult) => ({ key, savedAt, result });

test('the later of two results of the same experiment counts', () => {
  expect([...supersededKeys([kept('old', 1, whole), kept('new', 2, whole)])]).toEqual(['old']);
  expect([...supersededKeys([kept('old', 1, partial), kept('new', 2, whole)])]).toEqual(['old']);
});

test('a run that failed before x265 is superseded by a complete one', () => {
  const original = madeUpColumn({ title: 'Original', crf: null, bpp: null });
  const failed = madeUpResult('dog', { original });
  const complete = madeUpResult('dog', { original, x265 });
  expect([...supersededKeys([kept('old', 1, failed), kept('new', 2, complete)])]).toEqual(['old']);
});

test('imports are identified by their files, or by their title if the files are unknown', () => {
  const renamed = (givenFiles: GivenFile[]) =>
    ['VVenC', 'VVC, low delay'].map((title, index) => {
      const made = madeUpResult('dog', { imported: madeUpColumn({ title, crf: null }) });
      const provenance = { ...made.provenance, givenFiles };
      return kept(title, index, { ...made, provenance });
    });
  const file = { role: 'imported stream', name: 'a.266', sha256: 'aa' } as const;
  expect([...supersededKeys(renamed([file]))]).toEqual(['VVenC']);
  expect([...supersededKeys(renamed([]))]).toEqual([]);
});

test('a result with a failed column does not supersede a complete one', () => {
  expect([...supersededKeys([kept('whole', 1, whole), kept('partial', 2, partial)])]).toEqual([]);
});
