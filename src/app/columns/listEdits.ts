import type { VosNetworkName } from '../../networks/vosNetworks.ts';
import { type ColumnSpec, columnKind, MOST_COLUMNS, networkOf } from '../../results/columnSpec.ts';

type Columns = readonly ColumnSpec[];

/** Puts a column at a place of the list; the list stays as it is when it is full. */
export function insertColumn(columns: Columns, index: number, spec: ColumnSpec): Columns {
  return columns.length < MOST_COLUMNS ? columns.toSpliced(index, 0, spec) : columns;
}

/** Puts a column behind the last one of its kind, or at the end. */
export function addColumn(columns: Columns, spec: ColumnSpec): { columns: Columns; index: number } {
  const last = columns.findLastIndex((column) => columnKind(column) === columnKind(spec));
  const index = last < 0 ? columns.length : last + 1;
  return { columns: insertColumn(columns, index, spec), index };
}

/** Replaces a column in its place. */
export function replaceColumn(columns: Columns, index: number, spec: ColumnSpec): Columns {
  return columns.with(index, spec);
}

/** Removes a column; the last one stays. */
export function removeColumn(columns: Columns, index: number): Columns {
  return columns.length > 1 ? columns.toSpliced(index, 1) : columns;
}

/** Moves a column by one place to the left (−1) or to the right (1). */
export function moveColumn(columns: Columns, index: number, by: -1 | 1): Columns {
  const [column, other] = [columns[index], columns[index + by]];
  if (!column || !other) return columns;
  return columns.with(index, other).with(index + by, column);
}

/** All columns with another VOS network, except those without one. */
export function withNetwork(columns: Columns, network: VosNetworkName): ColumnSpec[] {
  return columns.map((column) => {
    const { masks } = column;
    return masks.source === 'truth' ? column : { ...column, masks: { ...masks, network } };
  });
}

/** The VOS network of all columns; null if they differ. */
export function commonNetwork(columns: Columns): VosNetworkName | null {
  const [first, ...others] = new Set(columns.flatMap((column) => networkOf(column) ?? []));
  return first && others.length === 0 ? first : null;
}
