import type { Cell, Table } from '../table.ts';

/**
 * CSV as in RFC 4180, with units in the header, full precision, and empty fields for missing
 * figures. The table's notes are in an additional last column of the first row, so that every line
 * is a row.
 */
export function toCsv({ columns, rows, notes }: Table): string {
  const header = columns.map(({ key, unit }) => (unit ? `${key} [${unit}]` : key));
  const lines = rows.map(({ origin, cells }) => [origin, ...cells.map(csvValue)]);
  // A table without rows still has a line for the notes.
  const [first = ['', ...columns.map(() => '')], ...others] = lines;
  return [
    ['origin', ...header, 'notes'],
    [...first, csvValue(notes.join(' '))],
    ...others.map((line) => [...line, '']),
  ]
    .map((line) => `${line.map(csvField).join(',')}\r\n`)
    .join('');
}

function csvValue(cell: Cell): string {
  if (cell === null || Number.isNaN(cell)) return '';
  if (typeof cell === 'number' && !Number.isFinite(cell)) return 'inf';
  // Spreadsheets interpret texts that begin like this as formulas, and file names are arbitrary.
  if (typeof cell === 'string') return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return String(cell);
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
