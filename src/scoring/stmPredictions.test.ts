import { describe, expect, test } from 'vitest';
import { scoreObjects } from './labelMapScore.ts';
import type { FrameScore } from './scoringApi.ts';
import { type SequenceSummary, summarizeSequence, summarizeSet } from './statistics.ts';
import { readStmMasks, STM_MASKS_ABSENT, stmMasksPresent } from './testing/stmMasks.ts';
import reference from './testing/stmReference.json' with { type: 'json' };

type Figures = Pick<SequenceSummary, 'J' | 'F'>;

/** Scores of a sequence: [object][frame]. */
interface FrameFigures {
  readonly J: readonly (readonly number[])[];
  readonly F: readonly (readonly number[])[];
}

const perObject: Readonly<Record<string, Figures>> = reference.perObject;
const perFrame: Readonly<Record<string, FrameFigures>> = reference.perFrame;
/** Every sequence has one object: `soapbox_1`. */
const names = Object.keys(perObject).map((key) => key.replace(/_1$/, ''));

const title = 'masks of STM on DAVIS-2016';

describe.skipIf(!stmMasksPresent)(
  stmMasksPresent ? title : `${title} (${STM_MASKS_ABSENT})`,
  () => {
    const summaries: SequenceSummary[] = [];

    test.each(names)('%s scores as in the official tool', (name) => {
      const scores = scoreSequence(name);
      const summary = summarizeSequence(scores);
      summaries.push(summary);
      expect(figuresOf(summary)).toEqual(close(perObject[`${name}_1`]));
      const frames = perFrame[name];
      if (!frames) return;
      expect(scores.map((score) => score.J[0])).toEqual(frames.J[0]?.map(closeTo));
      expect(scores.map((score) => score.F[0])).toEqual(frames.F[0]?.map(closeTo));
    });

    test('the set scores as in the official tool', () => {
      const set = summarizeSet(summaries);
      expect(figuresOf(set)).toEqual(close(reference.total));
      expect(set.JF).toBeCloseTo(reference.total.JF, 6);
    });
  },
);

function scoreSequence(name: string): FrameScore[] {
  const { size, truth, predicted } = readStmMasks(name);
  return truth.map((map, index) =>
    scoreObjects(map, predicted[index] ?? new Uint8Array(), size, [1]),
  );
}

function figuresOf({ J, F }: Figures): Figures {
  return { J, F };
}

function close(figures: Figures | undefined): unknown {
  if (!figures) return undefined;
  const statistics = ({ mean, recall, decay }: Figures['J']) => ({
    mean: closeTo(mean),
    recall: closeTo(recall),
    decay: closeTo(decay),
  });
  return { J: statistics(figures.J), F: statistics(figures.F) };
}

function closeTo(value: number): unknown {
  return expect.closeTo(value, 6);
}
