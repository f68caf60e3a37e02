import { markdownText } from '../../report/markdownText.ts';
import type { Summary } from '../../scoring/statistics.ts';
import type { FolderScores } from './scoreFolders.ts';

const HEADINGS = [
  'sequence',
  'J mean',
  'J recall',
  'J decay',
  'F mean',
  'F recall',
  'F decay',
  'J&F',
];

/** A Markdown table with a row for each sequence and their mean, and the failures below. */
export function scoreTable({ sequences, failures, mean }: FolderScores): string {
  const rows = [
    HEADINGS,
    HEADINGS.map((_, column) => (column === 0 ? '---' : '---:')),
    ...sequences.map((sequence) => [markdownText(sequence.name), ...figures(sequence)]),
    ['**mean**', ...figures(mean).map((figure) => `**${figure}**`)],
  ];
  const lines = rows.map((cells) => `| ${cells.join(' | ')} |`);
  const notes = failures.map(
    ({ name, problem }) => `- ${markdownText(`${name} was not scored. ${problem}`)}`,
  );
  return [...lines, ...(notes.length > 0 ? ['', ...notes] : []), ''].join('\n');
}

function figures({ J, F, JF }: Summary): string[] {
  const all = [J.mean, J.recall, J.decay, F.mean, F.recall, F.decay, JF];
  return all.map((value) => (Number.isNaN(value) ? '–' : value.toFixed(4)));
}
