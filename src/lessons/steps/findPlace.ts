import type { ColumnState } from '../../experiment/experimentState.ts';
import type { VideoBlocks } from '../../hevc/videoBlocks.ts';
import { Problem } from '../../problem.ts';
import { columnKind } from '../../results/columnSpec.ts';
import { ARTEFACTS, type Artefact, type FramePart } from '../../scoring/artefacts.ts';
import type { ScoringApi } from '../../scoring/scoringApi.ts';
import { summarizeFrame } from '../../scoring/statistics.ts';
import type { WorkerHandle } from '../../workers/workerHandle.ts';
import type { Find, FindKind } from '../format/find.ts';
import { findBlock } from './findBlock.ts';
import { findWrongMasks } from './findWrongMasks.ts';

/** What a step has found. */
export interface FoundPlace {
  readonly frame: number;
  /** Null for a frame as a whole. */
  readonly part: FramePart | null;
  /** True if the part is a coding unit, whose facts can be shown. */
  readonly isBlock: boolean;
}

/** What is needed to find something. */
export interface PlaceTools {
  readonly scoring: Pick<WorkerHandle<Pick<ScoringApi, 'findArtefact'>>, 'run'>;
  readonly blocks: Pick<VideoBlocks, 'read'>;
}

/**
 * Finds what a step looks for.
 *
 * @param columns complete columns on the screen
 * @param frame the frame of the step's address
 * @throws Problem if a column that is needed is not there, or if there is nothing of the kind
 */
export async function findPlace(
  { kind, column: index, onThisFrame }: Find,
  columns: readonly ColumnState[],
  frame: number,
  { scoring, blocks }: PlaceTools,
): Promise<FoundPlace> {
  const column = columns[index];
  if (!column) throw missing(kind, `There is no column ${index + 1}.`);
  const frames = onThisFrame ? [frame] : column.pictures.ready.map((_, each) => each);
  if (isArtefact(kind)) {
    const original = columns.find(({ spec }) => spec.pictures.source === 'original');
    const [before, after] = [original?.pictures.frames, column.pictures.frames];
    if (!before || !after) throw missing(kind, 'It needs a column with the originals.');
    const part = await scoring.run((api) => api.findArtefact(kind, before, after, frames));
    if (!part) throw missing(kind, 'The column has none of it.');
    return { frame: part.frame, part, isBlock: false };
  }
  if (kind === 'largest loss' || kind === 'pulse') {
    const found = kind === 'pulse' ? strongestPulse(column) : largestLoss(column, columns);
    if (found === null) throw missing(kind, 'Its figures are not there.');
    return { frame: found, part: null, isBlock: false };
  }
  if (kind === 'wrong masks') {
    const part = findWrongMasks(column, columns, onThisFrame ? frame : worstFrame(column));
    if (!part) throw missing(kind, 'Its masks, or those of the ground truth, are not there.');
    return { frame: part.frame, part, isBlock: false };
  }
  const { video } = column;
  const read = video && (await blocks.read(video, frame));
  const part = read?.blocks ? findBlock(kind, read.blocks) : null;
  if (!part) throw missing(kind, `Frame ${frame} has no such block.`);
  return { frame, part: { ...part, frame }, isBlock: true };
}

function isArtefact(kind: FindKind): kind is Artefact {
  return ARTEFACTS.some((each) => each === kind);
}

function missing(kind: FindKind, why: string): Problem {
  return new Problem(
    `This step looks for “${kind}”, which cannot be found here. ${why}`,
    'Show the step again, or go on to the next.',
  );
}

function worstFrame({ scores }: ColumnState): number | null {
  return highest(scores.map((each) => each && -summarizeFrame(each).JF));
}

function largestLoss({ scores }: ColumnState, columns: readonly ColumnState[]): number | null {
  const original = columns.find(({ spec }) => columnKind(spec) === 'original');
  return highest(
    scores.map((each, frame) => {
      const reference = original?.scores[frame];
      return each && reference ? summarizeFrame(reference).JF - summarizeFrame(each).JF : null;
    }),
  );
}

function strongestPulse({ packets, pictures }: ColumnState): number | null {
  const psnr = (frame: number) => pictures.quality[frame]?.psnrY;
  return highest(
    (packets ?? []).map(({ key }, frame) => {
      const [before, after] = [psnr(frame - 1), psnr(frame)];
      return key && before !== undefined && after !== undefined ? after - before : null;
    }),
  );
}

/** Index of the highest value; null if there is none. */
function highest(values: readonly (number | null | undefined)[]): number | null {
  let best: number | null = null;
  for (const [index, value] of values.entries()) {
    if (value === null || value === undefined || Number.isNaN(value)) continue;
    if (best === null || value > (values[best] ?? Number.NEGATIVE_INFINITY)) best = index;
  }
  return best;
}
