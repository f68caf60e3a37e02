/** A figure, a text, or nothing. */
export type Cell = string | number | null;

export interface TableColumn {
  /** Short and unique, for files that programs read, e.g. `t_c`. */
  readonly key: string;
  /** As people read it, e.g. `J recall`. */
  readonly title: string;
  readonly unit?: string;
  /** Decimals of its figures; texts have none. */
  readonly decimals?: number;
}

export interface TableRow {
  readonly origin: 'measured' | 'published';
  /** One for each column. */
  readonly cells: readonly Cell[];
}

/** A table of a report, apart from how it is written. */
export interface Table {
  /** For file names, e.g. `table-1`. */
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** What must be known to compare the rows, a sentence each. */
  readonly notes: readonly string[];
}

/** A cell as text: figures with their column's decimals; `none` where there is nothing. */
export function cellText(cell: Cell, { decimals = 0 }: TableColumn, none: string): string {
  if (cell === null || (typeof cell === 'number' && Number.isNaN(cell))) return none;
  if (typeof cell === 'string') return cell;
  if (!Number.isFinite(cell)) return 'inf';
  // No "-0.0000".
  return (Number(cell.toFixed(decimals)) || 0).toFixed(decimals);
}
