import { type Cell, cellText, type Table, type TableColumn } from './table.ts';

/** How a table can be written to a file. */
export const TABLE_FORMATS = {
  csv: { title: 'CSV', extension: 'csv', type: 'text/csv', write: toCsv },
  json: { title: 'JSON', extension: 'json', type: 'application/json', write: toJson },
  markdown: { title: 'Markdown', extension: 'md', type: 'text/markdown', write: toMarkdown },
  latex: { title: 'LaTeX', extension: 'tex', type: 'text/x-tex', write: toLatex },
} as const;

export type TableFormat = keyof typeof TABLE_FORMATS;

/**
 * RFC 4180, the units in the header, full precision, nothing where there is no figure. The notes
 * are of the whole table: they stand in a last column of its first row, so that every line is a row
 * and programs read it as before.
 */
export function toCsv({ columns, rows, notes }: Table): string {
  const header = columns.map(({ key, unit }) => (unit ? `${key} [${unit}]` : key));
  const lines = rows.map(({ origin, cells }) => [origin, ...cells.map(csvValue)]);
  // A table without rows still says why.
  const [first = ['', ...columns.map(() => '')], ...others] = lines;
  return [
    ['origin', ...header, 'notes'],
    [...first, csvValue(notes.join(' '))],
    ...others.map((line) => [...line, '']),
  ]
    .map((line) => `${line.map(csvField).join(',')}\r\n`)
    .join('');
}

/** The table as objects, with its caption and notes; null where there is no figure. */
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

/** A GitHub table with its caption above and its notes below. */
export function toMarkdown({ caption, columns, rows, notes }: Table): string {
  const escaped = (text: string) => text.replace(/[\\|*_<`]/g, '\\$&').replace(/\r?\n/g, ' ');
  const line = (fields: readonly string[]) => `| ${fields.map(escaped).join(' | ')} |`;
  return [
    `**${escaped(caption)}**`,
    '',
    line(columns.map(titleWithUnit)),
    `| ${columns.map(({ decimals }) => (decimals === undefined ? '---' : '---:')).join(' | ')} |`,
    ...rows.map(({ cells }) => line(texts(cells, columns, '–'))),
    '',
    ...notes.map((note) => `- ${escaped(note)}`),
    '',
  ].join('\n');
}

/** A LaTeX table for the booktabs and threeparttable packages, notes below. */
export function toLatex({ id, caption, columns, rows, notes }: Table): string {
  const line = (fields: readonly string[]) => `    ${fields.map(escapeLatex).join(' & ')} \\\\`;
  const firstPublished = rows.findIndex(({ origin }) => origin === 'published');
  // More would run out of the page.
  const wide = columns.length > 8;
  const alignment = columns.map(({ decimals }) => (decimals === undefined ? 'l' : 'r')).join('');
  return [
    '% \\usepackage[T1]{fontenc}\\usepackage{booktabs,graphicx,threeparttable}',
    '\\begin{table}',
    '  \\centering',
    '  \\begin{threeparttable}',
    `  \\caption{${escapeLatex(caption.replace(/^Table \d+\. /, ''))}}`,
    `  \\label{tab:maskscope-${id}}`,
    ...(wide ? ['  \\resizebox{\\linewidth}{!}{%'] : []),
    `  \\begin{tabular}{${alignment}}`,
    '    \\toprule',
    line(columns.map(titleWithUnit)),
    '    \\midrule',
    ...rows.flatMap(({ cells }, index) => [
      ...(index === firstPublished && index > 0 ? ['    \\midrule'] : []),
      line(texts(cells, columns, '–')),
    ]),
    '    \\bottomrule',
    wide ? '  \\end{tabular}}' : '  \\end{tabular}',
    '  \\begin{tablenotes}\\footnotesize',
    ...notes.map((note) => `    \\item ${escapeLatex(note)}`),
    '  \\end{tablenotes}',
    '  \\end{threeparttable}',
    '\\end{table}',
    '',
  ].join('\n');
}

function titleWithUnit({ title, unit }: TableColumn): string {
  return unit ? `${title} (${unit})` : title;
}

function texts(cells: readonly Cell[], columns: readonly TableColumn[], none: string): string[] {
  return columns.map((column, index) => cellText(cells[index] ?? null, column, none));
}

function csvValue(cell: Cell): string {
  if (cell === null || Number.isNaN(cell)) return '';
  if (typeof cell === 'number' && !Number.isFinite(cell)) return 'inf';
  // A spreadsheet takes a text that begins so for a formula; a file may be called anything.
  if (typeof cell === 'string') return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return String(cell);
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
  // After \\ a bracket would be read as its option.
  '[': '{[}',
  '–': '--',
  '’': "'",
  '−': '$-$',
};

function escapeLatex(text: string): string {
  return (
    text
      .replace(/[\\~^<>|"[–’−&%$#_{}]/g, (character) => LATEX[character] ?? `\\${character}`)
      // The times' symbols.
      .replace(/\bt\\_([a-z])\b/g, '$t_$1$')
  );
}
