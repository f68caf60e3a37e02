/** A figure, a text, or null for an empty cell. */
export type Cell = string | number | null;

export interface TableColumn {
  /** Short and unique, for machine-readable files, e.g. `t_c`. */
  readonly key: string;
  /** Human-readable, e.g. `J recall`. */
  readonly title: string;
  readonly unit?: string;
  /** Decimals of the figures; undefined for columns of texts. */
  readonly decimals?: number;
}

export interface TableRow {
  readonly origin: 'measured' | 'published';
  /** A cell for each column. */
  readonly cells: readonly Cell[];
}

/** A table of a report, independent of the file format. */
export interface Table {
  /** For file names, e.g. `table-1`. */
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** Remarks for the comparison of the rows, a sentence each. */
  readonly notes: readonly string[];
}

/** A cell as text: figures with their column's decimals, `none` for null and NaN. */
export function cellText(cell: Cell, { decimals = 0 }: TableColumn, none: string): string {
  if (cell === null || (typeof cell === 'number' && Number.isNaN(cell))) return none;
  if (typeof cell === 'string') return cell;
  if (!Number.isFinite(cell)) return 'inf';
  // No "-0.0000".
  return (Number(cell.toFixed(decimals)) || 0).toFixed(decimals);
}
