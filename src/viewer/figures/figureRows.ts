import type { ColumnState } from '../../experiment/experimentState.ts';
import { listNames } from '../../messageWords.ts';
import { Problem } from '../../problem.ts';
import type { FigureRows } from '../../session/figureRequest.ts';
import type { ScoreDifference } from '../scoreDifferences.ts';
import { frameLosses } from '../tellingFrame.ts';

/** A column of a figure with its name, which tells it from the others. */
export interface NamedColumn {
  readonly column: ColumnState;
  readonly name: string;
  /** False for the pictures before they were enhanced. */
  readonly enhancement: boolean;
}

/**
 * The frames that are the rows of a figure, in ascending order, or in the order that was chosen by
 * hand.
 *
 * @param all all columns of the experiment, from which losses are known
 * @throws Problem for frames that the sequence does not have, or if no losses are known
 */
export function figureRows(
  rows: FigureRows,
  frameCount: number,
  all: readonly ColumnState[],
): number[] {
  if (frameCount === 0) {
    throw new Problem('There is no sequence to make a figure of.', 'Open one first.');
  }
  if (rows.kind === 'frames') return frames(rows.frames, frameCount);
  const count = Math.min(rows.count, frameCount);
  return rows.kind === 'even' ? evenFrames(count, frameCount) : worstFrames(count, frameCount, all);
}

/**
 * Makes sure that every picture of a figure is there.
 *
 * @throws Problem that names the frames that are missing, and in which columns
 */
export function assertComputed(rows: readonly number[], columns: readonly NamedColumn[]): void {
  const missing = columns
    .map(({ name, column, enhancement }) => ({
      name,
      frames: rows.filter((frame) => !isThere(column, frame, enhancement)),
    }))
    .filter(({ frames: lacking }) => lacking.length > 0);
  if (missing.length === 0) return;
  const places = missing.map(
    ({ name, frames: lacking }) =>
      `${lacking.length === 1 ? 'frame' : 'frames'} ${lacking.join(', ')} of ${name}`,
  );
  throw new Problem(
    `Not computed yet: ${places.join('; ')}.`,
    'Wait until they are, or choose other frames or columns.',
  );
}

function isThere(column: ColumnState, frame: number, enhancement: boolean): boolean {
  const { ready } = enhancement ? column.pictures : column.decoded;
  if (!ready[frame]) return false;
  // A complete column without masks has none.
  return column.mapsReady[frame] === true || (column.complete && column.maps === null);
}

function frames(chosen: readonly number[], frameCount: number): number[] {
  const outside = chosen.filter((frame) => frame >= frameCount);
  if (outside.length > 0) {
    throw new Problem(
      `There is no frame ${listNames(outside.map(String))}: the sequence has ${frameCount} frames.`,
      `Choose frames from 0 to ${frameCount - 1}.`,
    );
  }
  return [...new Set(chosen)];
}

/**
 * The middles of equal parts of the sequence. The first frame, whose mask is given, is one of them
 * only if the rows are more than half of the frames.
 */
function evenFrames(count: number, frameCount: number): number[] {
  return Array.from({ length: count }, (_, part) =>
    Math.floor(((part + 0.5) * frameCount) / count),
  );
}

/**
 * The frames with the largest losses. They are at least half as far apart as evenly spread ones
 * would be, because the worst frames are often neighbours, which show the same.
 */
function worstFrames(count: number, frameCount: number, all: readonly ColumnState[]): number[] {
  const losses = frameLosses(all).toSorted(
    (a, b) => b.difference - a.difference || a.frame - b.frame,
  );
  if (losses.length < count) {
    throw new Problem(
      losses.length === 0
        ? 'What x265 loses is not known: it needs the columns x265 and original with the same VOS network, and their scores.'
        : `What x265 loses is known for ${losses.length} of ${frameCount} frames only.`,
      'Wait until they are scored, or choose the frames in another way.',
    );
  }
  for (let distance = Math.floor(frameCount / (2 * count)); distance > 1; distance--) {
    const chosen = apart(losses, count, distance);
    if (chosen.length === count) return ascending(chosen);
  }
  return ascending(losses.slice(0, count));
}

function apart(
  losses: readonly ScoreDifference[],
  count: number,
  distance: number,
): ScoreDifference[] {
  const chosen: ScoreDifference[] = [];
  for (const each of losses) {
    if (chosen.length === count) break;
    if (chosen.every(({ frame }) => Math.abs(frame - each.frame) >= distance)) chosen.push(each);
  }
  return chosen;
}

function ascending(losses: readonly ScoreDifference[]): number[] {
  return losses.map(({ frame }) => frame).sort((a, b) => a - b);
}
