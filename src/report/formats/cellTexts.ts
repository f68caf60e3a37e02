import { type Cell, cellText, type TableColumn } from '../table.ts';

/** A column's title, with its unit in brackets. */
export function titleWithUnit({ title, unit }: TableColumn): string {
  return unit ? `${title} (${unit})` : title;
}

/** The cells of a row as text; `none` for an empty cell. */
export function cellTexts(
  cells: readonly Cell[],
  columns: readonly TableColumn[],
  none: string,
): string[] {
  return columns.map((column, index) => cellText(cells[index] ?? null, column, none));
}
