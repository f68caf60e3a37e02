import { expect, test } from 'vitest';
import { labelMap } from '../sequence/labelMaps.ts';
import { officialObjectIds, scoreObjects, type VoidPixels } from './labelMapScore.ts';
import type { FrameScore } from './scoringApi.ts';
import { type SequenceSummary, summarizeSequence, summarizeSet } from './statistics.ts';
import madeUpCases from './testing/madeUpCases.json' with { type: 'json' };
import { type MadeUpCase, paintMaps } from './testing/madeUpMaps.ts';
import reference from './testing/madeUpReference.json' with { type: 'json' };

/** Scores of a case: [object][frame]. */
interface CaseReference {
  readonly J: readonly (readonly number[])[];
  readonly F: readonly (readonly number[])[];
}

const cases: readonly MadeUpCase[] = madeUpCases;
const perFrame: Readonly<Record<string, CaseReference>> = reference.perFrame;
const perFrameVoidIgnored: Readonly<Record<string, CaseReference>> = reference.perFrameVoidIgnored;
const perObject: Readonly<Record<string, Pick<SequenceSummary, 'J' | 'F'>>> = reference.perObject;

test.each(cases)('$name: each frame scores as in the official tool', (entry) => {
  expectScores(score(entry), perFrame[entry.name]);
});

test('void pixels can be ignored as the official functions do', () => {
  const entry = named('void');
  expectScores(score(entry, 'ignored'), perFrameVoidIgnored.void);
  expect(score(entry, 'ignored')).not.toEqual(score(entry));
});

test.each(cases)('$name: the statistics of each object equal the official ones', (entry) => {
  summarizeSequence(score(entry)).objects.forEach((object, index) => {
    const expected = perObject[`${entry.name}_${index + 1}`];
    expect({ J: object.J, F: object.F }).toEqual({
      J: close(expected?.J),
      F: close(expected?.F),
    });
  });
});

test('a set is the mean over the objects of all sequences, as in the official table', () => {
  const set = summarizeSet(cases.map((entry) => summarizeSequence(score(entry))));
  expect(set.objectCount).toBe(Object.keys(perObject).length);
  expect(set.J).toEqual(close(reference.total.J));
  expect(set.F).toEqual(close(reference.total.F));
  expect(set.JF).toBeCloseTo(reference.total.JF, 6);
});

test('a map that is not aligned to four bytes scores the same', () => {
  const entry = named('two-ellipses');
  const { width, height } = entry;
  const truth = labelMap(paintMaps(entry, entry.truth), 3);
  const predicted = labelMap(paintMaps(entry, entry.predicted), 3);
  const shifted = new Uint8Array(predicted.length + 8).subarray(1, predicted.length + 1);
  shifted.set(predicted);
  const scores = scoreObjects(truth, predicted, { width, height }, [1, 2]);
  expect(scoreObjects(truth, shifted, { width, height }, [1, 2])).toEqual(scores);
});

function score(entry: MadeUpCase, voidPixels?: VoidPixels): FrameScore[] {
  const truth = paintMaps(entry, entry.truth);
  const predicted = paintMaps(entry, entry.predicted);
  const ids = officialObjectIds(labelMap(truth, 0));
  return Array.from({ length: entry.count }, (_, index) =>
    scoreObjects(labelMap(truth, index), labelMap(predicted, index), truth.size, ids, voidPixels),
  );
}

function expectScores(scores: readonly FrameScore[], expected: CaseReference | undefined): void {
  const byObject = (measure: 'J' | 'F') =>
    scores[0]?.[measure].map((_, object) => scores.map((frame) => frame[measure][object]));
  expect(byObject('J')).toEqual(expected?.J.map((values) => values.map(closeTo)));
  expect(byObject('F')).toEqual(expected?.F.map((values) => values.map(closeTo)));
}

function close(expected: { mean: number; recall: number; decay: number } | undefined) {
  return (
    expected && {
      mean: closeTo(expected.mean),
      recall: closeTo(expected.recall),
      decay: closeTo(expected.decay),
    }
  );
}

function closeTo(value: number): unknown {
  return expect.closeTo(value, 6);
}

function named(name: string): MadeUpCase {
  const entry = cases.find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`no made-up case is called ${name}`);
  return entry;
}
