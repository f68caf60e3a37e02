import type { ColumnState } from '../../experiment/experimentState.ts';
import { columnKind } from '../../results/columnSpec.ts';
import { summarizeFrame } from '../../scoring/statistics.ts';
import { referenceColumn } from '../referenceColumns.ts';

/**
 * The frame at which a column's J&F is most above that of another, of those that are scored in both.
 * Null if it is nowhere above.
 */
export function largestDifference(
  above: Pick<ColumnState, 'scores'>,
  below: Pick<ColumnState, 'scores'>,
): number | null {
  let most: { readonly frame: number; readonly difference: number } | null = null;
  for (const [frame, score] of above.scores.entries()) {
    const other = below.scores[frame];
    if (!score || !other) continue;
    const difference = summarizeFrame(score).JF - summarizeFrame(other).JF;
    if (difference > (most?.difference ?? 0)) most = { frame, difference };
  }
  return most?.frame ?? null;
}

/**
 * The frame at which ours gains most J&F over x265 with the same VOS network. Null if no gain is
 * known.
 */
export function largestGain(columns: readonly ColumnState[]): number | null {
  const ours = columns.find(
    (column) =>
      columnKind(column.spec) === 'ours' && referenceColumn(column, 'x265', columns) !== null,
  );
  const x265 = ours && referenceColumn(ours, 'x265', columns);
  return ours && x265 ? largestDifference(ours, x265) : null;
}
