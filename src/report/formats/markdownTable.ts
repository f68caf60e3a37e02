import { markdownText } from '../markdownText.ts';
import type { Table } from '../table.ts';
import { cellTexts, titleWithUnit } from './cellTexts.ts';

/** A GitHub-flavoured table with the caption above and the notes below. */
export function toMarkdown({ caption, columns, rows, notes }: Table): string {
  const line = (fields: readonly string[]) => `| ${fields.map(markdownText).join(' | ')} |`;
  return [
    `**${markdownText(caption)}**`,
    '',
    line(columns.map(titleWithUnit)),
    `| ${columns.map(({ decimals }) => (decimals === undefined ? '---' : '---:')).join(' | ')} |`,
    ...rows.map(({ cells }) => line(cellTexts(cells, columns, '–'))),
    '',
    ...notes.map((note) => `- ${markdownText(note)}`),
    '',
  ].join('\n');
}
