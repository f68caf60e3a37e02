import { type ColumnKind, columnKind } from './columnSpec.ts';
import type { ColumnResult, SequenceResult } from './resultSchema.ts';

/** The first column of a kind in the order of the screen; undefined if there is none. */
export function firstOfKind(
  { columns }: Pick<SequenceResult, 'columns'>,
  kind: ColumnKind,
): ColumnResult | undefined {
  return columns.find(({ spec }) => columnKind(spec) === kind);
}
