import type { Table } from '../table.ts';
import { cellTexts, titleWithUnit } from './cellTexts.ts';

/** A GitHub-flavoured table with the caption above and the notes below. */
export function toMarkdown({ caption, columns, rows, notes }: Table): string {
  const escaped = (text: string) => text.replace(/[\\|*_<`]/g, '\\$&').replace(/\r?\n/g, ' ');
  const line = (fields: readonly string[]) => `| ${fields.map(escaped).join(' | ')} |`;
  return [
    `**${escaped(caption)}**`,
    '',
    line(columns.map(titleWithUnit)),
    `| ${columns.map(({ decimals }) => (decimals === undefined ? '---' : '---:')).join(' | ')} |`,
    ...rows.map(({ cells }) => line(cellTexts(cells, columns, '–'))),
    '',
    ...notes.map((note) => `- ${escaped(note)}`),
    '',
  ].join('\n');
}
