import type { Cell, Table } from '../table.ts';

/** The rows as objects, with caption and notes; null for missing figures. */
export function toJson({ id, caption, columns, rows, notes }: Table): string {
  const known = (cell: Cell) => {
    if (typeof cell !== 'number' || Number.isFinite(cell)) return cell;
    return Number.isNaN(cell) ? null : 'inf';
  };
  const objects = rows.map(({ origin, cells }) => ({
    origin,
    ...Object.fromEntries(columns.map(({ key }, index) => [key, known(cells[index] ?? null)])),
  }));
  const units = Object.fromEntries(columns.flatMap(({ key, unit }) => (unit ? [[key, unit]] : [])));
  return `${JSON.stringify({ id, caption, units, rows: objects, notes }, null, 2)}\n`;
}
