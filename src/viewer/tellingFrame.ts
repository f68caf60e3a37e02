import type { ColumnState } from '../experiment/experimentState.ts';
import { columnKind } from '../results/columnSpec.ts';
import { referenceColumn } from './referenceColumns.ts';
import { frameMostAbove, type ScoreDifference, scoreDifferences } from './scoreDifferences.ts';

/**
 * What the first x265 column loses of J&F against VOS on the originals, for each frame that is
 * scored in both. Empty if there are no two such columns.
 */
export function frameLosses(columns: readonly ColumnState[]): ScoreDifference[] {
  const x265 = columns.find(
    (column) =>
      columnKind(column.spec) === 'x265' && referenceColumn(column, 'original', columns) !== null,
  );
  const original = x265 && referenceColumn(x265, 'original', columns);
  return x265 && original ? scoreDifferences(original, x265) : [];
}

/**
 * The frame at which x265 loses most J&F against VOS on the originals, of those that are scored in
 * both: what a finished experiment opens on. Null if no loss is known.
 */
export function tellingFrame(columns: readonly ColumnState[]): number | null {
  return frameMostAbove(frameLosses(columns));
}

/**
 * The frame to open on while no scores are known: the middle one. On the first, all VOS columns show
 * the given mask.
 */
export function middleFrame(frameCount: number): number {
  return Math.max(0, Math.floor((frameCount - 1) / 2));
}
