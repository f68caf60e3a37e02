import type { ColumnState } from '../experiment/experimentState.ts';
import { columnKind } from '../results/columnSpec.ts';
import { summarizeFrame } from '../scoring/statistics.ts';
import { referenceColumn } from './referenceColumns.ts';

/** What x265 loses at a frame. */
export interface FrameLoss {
  readonly frame: number;
  /** J&F of VOS on the originals minus that of x265. */
  readonly loss: number;
}

/**
 * What the first x265 column loses of J&F against VOS on the originals, for each frame that is
 * scored in both. Empty if there are no two such columns.
 */
export function frameLosses(columns: readonly ColumnState[]): FrameLoss[] {
  const x265 = columns.find(
    (column) =>
      columnKind(column.spec) === 'x265' && referenceColumn(column, 'original', columns) !== null,
  );
  const original = x265 && referenceColumn(x265, 'original', columns);
  if (!x265 || !original) return [];
  return x265.scores.flatMap((score, frame) => {
    const before = original.scores[frame];
    if (!score || !before) return [];
    const loss = summarizeFrame(before).JF - summarizeFrame(score).JF;
    return Number.isNaN(loss) ? [] : [{ frame, loss }];
  });
}

/**
 * The frame at which x265 loses most J&F against VOS on the originals, of those that are scored in
 * both: what a finished experiment opens on. Null if no loss is known.
 */
export function tellingFrame(columns: readonly ColumnState[]): number | null {
  let worst: FrameLoss | null = null;
  for (const each of frameLosses(columns)) {
    if (each.loss > (worst?.loss ?? 0)) worst = each;
  }
  return worst?.frame ?? null;
}

/**
 * The frame to open on while no scores are known: the middle one. On the first, all VOS columns show
 * the given mask.
 */
export function middleFrame(frameCount: number): number {
  return Math.max(0, Math.floor((frameCount - 1) / 2));
}
