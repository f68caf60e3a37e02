import { escapeLatex } from '../latexText.ts';
import type { Table } from '../table.ts';
import { cellTexts, titleWithUnit } from './cellTexts.ts';

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
      line(cellTexts(cells, columns, '–')),
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
