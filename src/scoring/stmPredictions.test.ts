import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import reference from './fixtures/stmReference.json' with { type: 'json' };
import { scoreObjects } from './labelMapScore.ts';
import type { FrameScore } from './scoringApi.ts';
import { type SequenceSummary, summarizeSequence, summarizeSet } from './statistics.ts';

const SHARED = new URL('../../../shared/', import.meta.url);
const ANNOTATIONS = new URL('davis/Annotations/480p/', SHARED);
const PREDICTIONS = new URL('predictions/stm-davis2016/', SHARED);
const present = existsSync(ANNOTATIONS) && existsSync(PREDICTIONS);
const names = Object.keys(reference.perObject).map((name) => name.replace(/_1$/, ''));

const title = present
  ? 'the masks of STM on DAVIS-2016'
  : 'the masks of STM on DAVIS-2016 (skipped: ../shared/davis and ../shared/predictions are not here)';

describe.skipIf(!present)(title, () => {
  const summaries = new Map<string, SequenceSummary>();

  test.each(names)('%s scores what the official tool says', (name) => {
    const scores = scoreSequence(name);
    const { J, F, JF, ...summary } = summarizeSequence(scores);
    summaries.set(name, { J, F, JF, ...summary });
    const expected: unknown = { J, F };
    expect(expected).toEqual(close(referenceOf(name)));
    const perFrame = perFrameOf(name);
    if (!perFrame) return;
    expect(scores.map((score) => score.J[0])).toEqual(perFrame.J[0]?.map(closeTo));
    expect(scores.map((score) => score.F[0])).toEqual(perFrame.F[0]?.map(closeTo));
  });

  test('the set scores what the official tool says', () => {
    const { J, F, JF } = summarizeSet([...summaries.values()]);
    expect({ J, F }).toEqual(close(reference.total));
    expect(JF).toBeCloseTo(reference.total.JF, 6);
  });
});

type Figures = Pick<SequenceSummary, 'J' | 'F'>;

function referenceOf(name: string): Figures {
  const figures: Readonly<Record<string, Figures>> = reference.perObject;
  const found = figures[`${name}_1`];
  if (!found) throw new Error(`no reference figures of ${name}`);
  return found;
}

function perFrameOf(name: string): { J: number[][]; F: number[][] } | undefined {
  const perFrame: Readonly<Record<string, { J: number[][]; F: number[][] }>> = reference.perFrame;
  return perFrame[name];
}

/** DAVIS-2016's annotations hold 255 for their only object, so both maps are read as 0 and 1. */
function scoreSequence(name: string): FrameScore[] {
  return readdirSync(new URL(`${name}/`, ANNOTATIONS))
    .sort()
    .map((file) => {
      const truth = readMask(new URL(`${name}/${file}`, ANNOTATIONS));
      const predicted = readMask(new URL(`${name}/${file}`, PREDICTIONS));
      return scoreObjects(truth.map, predicted.map, truth.size, [1]);
    });
}

function readMask(file: URL) {
  const { data, width, height } = decode(readFileSync(file));
  return { map: Uint8Array.from(data, (value) => (value === 0 ? 0 : 1)), size: { width, height } };
}

function close({ J, F }: Figures) {
  const statistics = (entry: Figures['J']) => ({
    mean: closeTo(entry.mean),
    recall: closeTo(entry.recall),
    decay: closeTo(entry.decay),
  });
  return { J: statistics(J), F: statistics(F) };
}

function closeTo(value: number): number {
  return expect.closeTo(value, 6);
}
