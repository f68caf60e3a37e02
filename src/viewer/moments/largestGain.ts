import type { ColumnState } from '../../experiment/experimentState.ts';
import { columnKind } from '../../results/columnSpec.ts';
import { referenceColumn } from '../referenceColumns.ts';
import { frameMostAbove, scoreDifferences } from '../scoreDifferences.ts';

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
  return ours && x265 ? frameMostAbove(scoreDifferences(ours, x265)) : null;
}
