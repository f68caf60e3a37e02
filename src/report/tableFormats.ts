import { type Cell, cellText, type Table, type TableColumn } from './table.ts';

/** The file formats for tables. */
export const TABLE_FORMATS = {
  csv: { title: 'CSV', extension: 'csv', type: 'text/csv', write: toCsv },
  json: { title: 'JSON', extension: 'json', type: 'application/json', write: toJson },
  markdown: { title: 'Markdown', extension: 'md', type: 'text/markdown', write: toMarkdown },
  latex: { title: 'LaTeX', extension: 'tex', type: 'text/x-tex', write: toLatex },
} as const;

export type TableFormat = keyof typeof TABLE_FORMATS;

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

/** A GitHub-flavoured table with the caption above and the notes below. */
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

/** A LaTeX table with the notes below; needs the packages booktabs, graphicx and threeparttable. */
export function toLatex({ id, caption, columns, rows, notes }: Table): string {
  const line = (fields: readonly string[]) => `    ${fields.map(escapeLatex).join(' & ')} \\\\`;
  const firstPublished = rows.findIndex(({ origin }) => origin === 'published');
  // Wider tables are scaled to the page.
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
  // Spreadsheets interpret texts that begin like this as formulas, and file names are arbitrary.
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
  // After \\, LaTeX would read a bracket as an option.
  '[': '{[}',
  '–': '--',
  '’': "'",
  '−': '$-$',
};

function escapeLatex(text: string): string {
  return (
    text
      .replace(/[\\~^<>|"[–’−&%$#_{}]/g, (character) => LATEX[character] ?? `\\${character}`)
      // The symbols of the times, e.g. t_c.
      .replace(/\bt\\_([a-z])\b/g, '$t_$1$')
  );
}
