import type { ChartData } from '../figures/chartDrawing.ts';
import type { ChartFigure } from '../viewState.ts';
import { figureRange } from './axisTicks.ts';
import type { ChartLine } from './chartLines.ts';
import type { TimeWindow } from './timeWindow.ts';

interface SavedChart {
  /** E.g. `J&F of object 2`. */
  readonly title: string;
  readonly figure: ChartFigure;
  /** Those that are not shown, or of which nothing is known, are left out. */
  readonly lines: readonly ChartLine[];
  /** The frames in view. */
  readonly window: TimeWindow;
  /** Frames with an upright line. */
  readonly marked?: readonly number[];
}

/** The chart over time as it is drawn for paper. */
export function savedChart({ title, figure, lines, window, marked = [] }: SavedChart): ChartData {
  const shown = lines.filter((line) => line.shown && line.values.some(isDrawn));
  const [min, max] = figureRange(
    figure,
    shown.flatMap(({ values }) => values),
  );
  return {
    lines: shown.map(({ name, look, values }) => ({
      title: name,
      look,
      points: values.flatMap((value, frame) =>
        isDrawn(value) && frame >= window.first && frame <= window.last
          ? [{ x: frame, y: value }]
          : [],
      ),
      dots: false,
    })),
    points: [],
    horizontal: {
      title: 'frame',
      min: window.first,
      max: Math.max(window.first + 1, window.last),
    },
    vertical: { title: figure === 'psnr' ? `${title}, dB` : title, min, max },
    marked,
  };
}

/** False for identical pictures too, whose PSNR is infinite. */
function isDrawn(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
