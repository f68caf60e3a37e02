import type { ChartLine } from './chartLines.ts';
import { type ChosenFigure, countedFrames, FIGURE_NAMES, formatFigure } from './figures.ts';

/** The frame and the column where a figure is worst. */
export interface WorstMoment {
  readonly frame: number;
  readonly line: ChartLine;
  readonly value: number;
}

/**
 * Where the figure is worst, of the frames that count in the lines that are shown: the lowest, or
 * the most bits. Null if nothing is known.
 */
export function worstMoment(lines: readonly ChartLine[], figure: ChosenFigure): WorstMoment | null {
  const sign = figure.figure === 'bits' ? -1 : 1;
  let worst: WorstMoment | null = null;
  for (const line of lines.filter(({ shown }) => shown)) {
    const counted = countedFrames(figure, line.values);
    for (const [frame, value] of line.values.entries()) {
      if (value === null || !counted[frame]) continue;
      if (!worst || sign * value < sign * worst.value) worst = { frame, line, value };
    }
  }
  return worst;
}

/**
 * The chart in a sentence, e.g. `J&F over 58 frames: Original 0.782, x265 0.542; x265 is lowest at
 * frame 31.`
 *
 * @param objectId of the only object; null for all
 */
export function chartSummary(
  lines: readonly ChartLine[],
  figure: ChosenFigure,
  objectId: number | null,
): string {
  const title = figureTitle(figure, objectId);
  const known = lines.filter(({ shown, mean }) => shown && !Number.isNaN(mean));
  const worst = worstMoment(lines, figure);
  if (known.length === 0 || !worst) return `${title}: nothing is known yet.`;
  const counts = known.map(({ values }) => countedFrames(figure, values).filter(Boolean).length);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const over = least === most ? String(most) : `${least} to ${most}`;
  const means = known.map(({ name, mean }) => `${name} ${formatFigure(figure.figure, mean)}`);
  const extreme = figure.figure === 'bits' ? 'highest' : 'lowest';
  return `${title} over ${over} ${most === 1 ? 'frame' : 'frames'}: ${means.join(', ')}; ${worst.line.name} is ${extreme} at frame ${worst.frame}.`;
}

/** E.g. `J&F` or `J of object 2`. */
export function figureTitle({ figure, object }: ChosenFigure, objectId: number | null): string {
  const name = FIGURE_NAMES[figure];
  return object === null || objectId === null ? name : `${name} of object ${objectId}`;
}
