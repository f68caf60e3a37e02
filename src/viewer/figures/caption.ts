import { escapeLatex } from '../../report/latexText.ts';
import { DIFFERENCE_TEXTS } from '../controls/layerTexts.ts';
import type { FigureFacts } from './drawing.ts';
import { figuresOf, frameScore, settingsOf } from './figureLabels.ts';
import type { FigureColumn, FigurePlan } from './figurePlan.ts';

const ORDINALS = 'abcdefgh';

/**
 * The figure in LaTeX with a caption: the sequence, the frames, and of each column every setting,
 * bits and J&F. Needs graphicx.
 *
 * @param file name of the figure's file, without its ending
 */
export function figureLatex(plan: FigurePlan, file: string, { address }: FigureFacts): string {
  const environment = plan.request.size === 'two' ? 'figure*' : 'figure';
  return [
    '% \\usepackage[T1]{fontenc}\\usepackage{graphicx}',
    `% ${address.replaceAll(/[\r\n]/g, ' ')}`,
    `\\begin{${environment}}`,
    '  \\centering',
    `  \\includegraphics[width=\\linewidth]{${file}}`,
    `  \\caption{${captionText(plan)}}`,
    `  \\label{fig:${file}}`,
    `\\end{${environment}}`,
    '',
  ].join('\n');
}

/** The caption in LaTeX. */
function captionText({ experiment, rows, columns, request }: FigurePlan): string {
  const name = experiment.sequenceName ?? '';
  const columnTexts = columns.map((column, index) => columnText(column, index, rows));
  const { crop } = request;
  const inset = crop
    ? [
        `The insets enlarge the ${crop.width}$\\times$${crop.height} pixels at (${crop.x}, ${crop.y}).`,
      ]
    : [];
  return [
    `Sequence \\emph{${escapeLatex(name)}}, ${frameList(rows)} of ${experiment.frameCount} (${rows.length > 1 ? 'from the top, ' : ''}counted from 0).`,
    `Columns, from the left: ${columnTexts.join('; ')}.`,
    ...inset,
    'bpp: bits per pixel, masks included; J\\&F: mean over the sequence, and in parentheses of the frames shown.',
  ].join(' ');
}

function frameList(rows: readonly number[]): string {
  if (rows.length === 1) return `frame ${rows[0]}`;
  return `frames ${rows.slice(0, -1).join(', ')} and ${rows.at(-1)}`;
}

function columnText(column: FigureColumn, index: number, rows: readonly number[]): string {
  const scores = rows.map((frame) => frameScore(column, frame).replace('J&F ', '')).filter(Boolean);
  const figures = figuresOf(column).map(escapeLatex).join(', ');
  const ofFrames = scores.length > 0 ? ` (${scores.join(', ')})` : '';
  const settings = [...settingsOf(column), ...layerWords(column)].map(escapeLatex).join(', ');
  const parts = [settings, `${figures}${ofFrames}`].filter(Boolean).join(', ');
  return `(${ORDINALS[index] ?? index + 1}) \\emph{${escapeLatex(column.name)}}: ${parts}`;
}

/** What is drawn over the pictures, if it is not the usual masks. */
function layerWords({ look }: FigureColumn): string[] {
  const words: Readonly<Record<typeof look.layer, string | null>> = {
    masks: null,
    spotlight: look.background === 'grey' ? 'background in grey' : 'background dimmed',
    errors: 'errors against the ground truth',
    changes: 'masks that x265 loses and that ours wins back',
    difference: `difference to the original (${DIFFERENCE_TEXTS[look.difference]}, times ${look.gain})`,
    plain: 'without masks',
  };
  const word = words[look.layer];
  return word === null ? [] : [word];
}
