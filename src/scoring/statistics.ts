import type { FrameScore } from './scoringApi.ts';

/** The official evaluation's statistics of a measure over a sequence; NaN if undefined. */
export interface Statistics {
  /** Mean over the frames. */
  readonly mean: number;
  /** Fraction of the frames above 0.5. */
  readonly recall: number;
  /** Mean of the first quarter minus mean of the last: the loss over time. */
  readonly decay: number;
}

/** J, F and their mean J&F, of an object, a sequence or a set. */
export interface Summary {
  readonly J: Statistics;
  readonly F: Statistics;
  /** Mean of J's and F's means. */
  readonly JF: number;
}

export interface SequenceSummary extends Summary {
  /** One for each object, in the order of the ids that were scored. */
  readonly objects: readonly Summary[];
  /** Frames that count and have a score. */
  readonly scored: number;
  /** Frames that count; the summary is final once all of them have a score. */
  readonly counted: number;
}

export interface SetSummary extends Summary {
  /** Objects of all sequences. */
  readonly objectCount: number;
}

/**
 * The scores of a sequence: statistics of each object over the frames, then their mean over the
 * objects. The first and the last annotated frame do not count (the first one's mask is given).
 *
 * It may be called at any time during a run, since frames without a score are left out. An
 * unfinished sequence gives the statistics of the frames scored so far, a finished one the official
 * figures. All figures are NaN before the first score. An object that appears later has NaN scores
 * until then, which do not count.
 *
 * @param frames one entry per frame, null if it has no score (yet)
 * @param annotated false for frames without ground truth, as in `Truth`; by default all have it
 */
export function summarizeSequence(
  frames: readonly (FrameScore | null)[],
  annotated?: readonly boolean[],
): SequenceSummary {
  const counted = frames.filter((_, index) => annotated?.[index] ?? true).slice(1, -1);
  const scored = counted.filter((frame) => frame !== null);
  // The score of an object that has not appeared yet (YouTube-VOS) is NaN.
  const scoresOf = (measure: 'J' | 'F', object: number) =>
    scored
      .map((frame) => frame[measure][object] ?? Number.NaN)
      .filter((value) => !Number.isNaN(value));
  const objects = (scored[0]?.J ?? []).map((_, object) =>
    summary(frameStatistics(scoresOf('J', object)), frameStatistics(scoresOf('F', object))),
  );
  return { ...meanSummary(objects), objects, scored: scored.length, counted: counted.length };
}

/**
 * The scores of a set of sequences: the mean over the objects of all sequences, as in the official
 * global table. A sequence with more objects has more weight.
 */
export function summarizeSet(sequences: readonly Pick<SequenceSummary, 'objects'>[]): SetSummary {
  const objects = sequences.flatMap((sequence) => sequence.objects);
  return { ...meanSummary(objects), objectCount: objects.length };
}

/** J, F and J&F of one frame: means over its objects. */
export function summarizeFrame(score: FrameScore): { J: number; F: number; JF: number } {
  const J = mean(score.J);
  const F = mean(score.F);
  return { J, F, JF: (J + F) / 2 };
}

/**
 * Statistics of one object's scores over the frames that count.
 *
 * Equivalent to `db_statistics` of davis2017-evaluation, quirks included: NaN scores are left out
 * of means and count as misses in the recall; neighbouring quarters share a frame; the ends of the
 * quarters are 8-bit numbers, so decay is NaN beyond 256 frames.
 */
export function frameStatistics(values: readonly number[]): Statistics {
  const known = (part: readonly number[]) => mean(part.filter((value) => !Number.isNaN(value)));
  const quarter = (index: number) => values.slice(quarterEnd(index), quarterEnd(index + 1) + 1);
  const quarterEnd = (index: number) => {
    const frame = Math.round(1 + ((values.length - 1) * index) / 4 + 1e-10) - 1;
    return frame & 255;
  };
  return {
    mean: known(values),
    recall: mean(values.map((value) => (value > 0.5 ? 1 : 0))),
    decay: known(quarter(0)) - known(quarter(3)),
  };
}

function meanSummary(objects: readonly Summary[]): Summary {
  return summary(
    meanStatistics(objects.map((object) => object.J)),
    meanStatistics(objects.map((object) => object.F)),
  );
}

function meanStatistics(statistics: readonly Statistics[]): Statistics {
  return {
    mean: mean(statistics.map((entry) => entry.mean)),
    recall: mean(statistics.map((entry) => entry.recall)),
    decay: mean(statistics.map((entry) => entry.decay)),
  };
}

function summary(J: Statistics, F: Statistics): Summary {
  return { J, F, JF: (J.mean + F.mean) / 2 };
}

/** NaN for no values, as in numpy. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
