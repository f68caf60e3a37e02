import type { ColumnState } from '../experiment/experimentState.ts';
import { columnKind } from '../results/columnSpec.ts';
import { summarizeFrame } from '../scoring/statistics.ts';
import { referenceColumn } from './referenceColumns.ts';

/**
 * The frame at which x265 loses most J&F against VOS on the originals, of those that are scored in
 * both: what a finished experiment opens on. Null if no loss is known.
 */
export function tellingFrame(columns: readonly ColumnState[]): number | null {
  const x265 = columns.find(
    (column) =>
      columnKind(column.spec) === 'x265' && referenceColumn(column, 'original', columns) !== null,
  );
  const original = x265 && referenceColumn(x265, 'original', columns);
  if (!x265 || !original) return null;
  let worst: { readonly frame: number; readonly loss: number } | null = null;
  for (const [frame, score] of x265.scores.entries()) {
    const before = original.scores[frame];
    if (!score || !before) continue;
    const loss = summarizeFrame(before).JF - summarizeFrame(score).JF;
    if (loss > (worst?.loss ?? 0)) worst = { frame, loss };
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
