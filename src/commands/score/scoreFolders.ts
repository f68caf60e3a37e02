import { describeError, Problem } from '../../problem.ts';
import { officialObjectIds, scoreObjects } from '../../scoring/labelMapScore.ts';
import type { FrameScore } from '../../scoring/scoringApi.ts';
import { type Summary, summarizeSequence, summarizeSet } from '../../scoring/statistics.ts';
import { labelMap } from '../../sequence/labelMaps.ts';
import {
  frameNamesIn,
  inFrameOrder,
  readAnnotations,
  readPredictions,
  sequenceFolders,
} from './scoreFiles.ts';
import type { ScoreOptions } from './scoreOptions.ts';

/** An object's statistics and its scores for each frame; null for frames that are not scored. */
export interface ScoredObject extends Summary {
  readonly id: number;
  readonly frames: {
    readonly J: readonly (number | null)[];
    readonly F: readonly (number | null)[];
  };
}

export interface ScoredSequence extends Summary {
  readonly name: string;
  /** Frames that have an annotation or a prediction. */
  readonly frames: number;
  /** Their names, in the order of the objects' scores. */
  readonly frameNames: readonly string[];
  readonly objects: readonly ScoredObject[];
}

export interface FolderScores {
  readonly sequences: readonly ScoredSequence[];
  readonly failures: readonly { readonly name: string; readonly problem: string }[];
  /** Means over the objects of all sequences, like the official global figures. */
  readonly mean: Summary & { readonly sequences: number };
}

/** With fewer there is no frame between the first and the last. */
const MIN_ANNOTATIONS = 3;

/**
 * Scores masks from any source like the semi-supervised task of davis2017-evaluation. A sequence
 * that cannot be scored is added to the failures, and the others are still scored.
 *
 * @param report called with a line about each sequence
 * @throws Problem when a folder cannot be read or contains no sequences
 */
export async function scoreFolders(
  { annotations, predictions, sequences: requested }: Omit<ScoreOptions, 'out' | 'table'>,
  report: (line: string) => void = () => {},
): Promise<FolderScores> {
  const annotated = await sequenceFolders(annotations);
  const predicted = await sequenceFolders(predictions);
  const sequences: ScoredSequence[] = [];
  const failures: { name: string; problem: string }[] = [];
  for (const name of requested ?? annotated) {
    try {
      const sequence = await scoreSequence(annotations, predictions, name);
      sequences.push(sequence);
      report(`${name} (${sequence.frames} frames): J&F ${sequence.JF.toFixed(3)}`);
    } catch (error) {
      const problem = describeError(error);
      failures.push({ name, problem });
      report(`${name}: FAILED. ${problem}`);
    }
  }
  const unknown = requested ? [] : predicted.filter((name) => !annotated.includes(name));
  if (unknown.length > 0)
    report(`Not scored, because annotations are missing: ${unknown.join(', ')}.`);
  const { J, F, JF } = summarizeSet(sequences);
  return { sequences, failures, mean: { sequences: sequences.length, J, F, JF } };
}

async function scoreSequence(
  annotations: string,
  predictions: string,
  name: string,
): Promise<ScoredSequence> {
  const annotated = await frameNamesIn(annotations, name);
  if (annotated.length < MIN_ANNOTATIONS) {
    throw new Problem(
      `${name} has ${annotated.length} annotated ${annotated.length === 1 ? 'frame' : 'frames'} in ${annotations}, and the first and the last are not scored.`,
      'Choose a sequence with at least three annotated frames.',
    );
  }
  const truth = await readAnnotations(annotations, name, annotated);
  const { size } = truth.maps;
  const ids = officialObjectIds(labelMap(truth.maps, 0));
  if (ids.length === 0) {
    throw new Problem(
      `${name} has no objects: its first annotation is all background.`,
      'The official evaluation scores the objects of the first annotation; check that file.',
    );
  }
  const counted = annotated.slice(1, -1);
  const predicted = await readPredictions(predictions, name, counted, size, ids.length);

  const scores = new Map<string, FrameScore>();
  for (const [index, frame] of counted.entries()) {
    const annotation = labelMap(truth.maps, index + 1);
    scores.set(frame, scoreObjects(annotation, labelMap(predicted.maps, index), size, ids));
  }
  return summarized(name, annotated, await frameNamesIn(predictions, name), ids, scores);
}

function summarized(
  name: string,
  annotated: readonly string[],
  predicted: readonly string[],
  ids: readonly number[],
  scores: ReadonlyMap<string, FrameScore>,
): ScoredSequence {
  const frameNames = inFrameOrder([...annotated, ...predicted]);
  const frames = frameNames.map((frame) => scores.get(frame) ?? null);
  const isAnnotated = frameNames.map((frame) => annotated.includes(frame));
  const { J, F, JF, objects } = summarizeSequence(frames, isAnnotated);
  return {
    name,
    frames: frameNames.length,
    J,
    F,
    JF,
    objects: objects.map((object, index) => ({
      id: ids[index] ?? 0,
      ...object,
      frames: {
        J: frames.map((frame) => frame?.J[index] ?? null),
        F: frames.map((frame) => frame?.F[index] ?? null),
      },
    })),
    frameNames,
  };
}
