import type { ColumnState } from '../experiment/experimentState.ts';
import { columnKind } from '../results/columnSpec.ts';
import { largestDifference } from './moments/largestDifference.ts';
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
  return x265 && original ? largestDifference(original, x265) : null;
}

/**
 * The frame to open on while no scores are known: the middle one. On the first, all VOS columns show
 * the given mask.
 */
export function middleFrame(frameCount: number): number {
  return Math.max(0, Math.floor((frameCount - 1) / 2));
}
