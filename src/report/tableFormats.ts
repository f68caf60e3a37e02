import { toCsv } from './formats/csvTable.ts';
import { toJson } from './formats/jsonTable.ts';
import { toLatex } from './formats/latexTable.ts';
import { toMarkdown } from './formats/markdownTable.ts';

/** The file formats for tables. */
export const TABLE_FORMATS = {
  csv: { title: 'CSV', extension: 'csv', type: 'text/csv', write: toCsv },
  json: { title: 'JSON', extension: 'json', type: 'application/json', write: toJson },
  markdown: { title: 'Markdown', extension: 'md', type: 'text/markdown', write: toMarkdown },
  latex: { title: 'LaTeX', extension: 'tex', type: 'text/x-tex', write: toLatex },
} as const;

export type TableFormat = keyof typeof TABLE_FORMATS;
