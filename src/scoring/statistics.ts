import type { FrameScore } from './scoringApi.ts';

/** What the official evaluation says about a measure over a sequence. NaN where undefined. */
export interface Statistics {
  /** Mean over the frames. */
  readonly mean: number;
  /** Fraction of the frames above 0.5. */
  readonly recall: number;
  /** Mean of the first quarter minus mean of the last: what is lost with time. */
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
  /** Frames that count: the summary is final when as many are scored. */
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
 * It may be called at any time of a run: frames without a score are left out, so an unfinished
 * sequence gives the statistics of the counted frames scored so far, and a finished one the official
 * figures. With no frame scored yet all figures are NaN. An object's NaN scores do not count: it joins
 * the sequence later.
 *
 * @param frames one entry a frame, null where there is no score (yet)
 * @param annotated false for frames without ground truth, as in `Truth`; all have it by default
 */
export function summarizeSequence(
  frames: readonly (FrameScore | null)[],
  annotated?: readonly boolean[],
): SequenceSummary {
  const counted = frames.filter((_, index) => annotated?.[index] ?? true).slice(1, -1);
  const scored = counted.filter((frame) => frame !== null);
  // An object that is not there yet (YouTube-VOS) has no score in a frame: NaN.
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
 * The scores of a set of sequences: the mean over the objects of all of them, as the official global
 * table. A sequence with more objects weighs more.
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
 * As `db_statistics` of davis2017-evaluation, with its habits: NaN scores are left out of means and
 * count as misses in the recall; neighbouring quarters share a frame; the quarters' ends are 8-bit
 * numbers, so decay is NaN beyond 256 frames.
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

/** NaN for no values, as numpy's. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
