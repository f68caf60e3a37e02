import {
  DEFAULT_FIGURE,
  FIGURE_PRESETS,
  type FigurePreset,
  type FigureRequest,
  type FigureSize,
  parseCrop,
  parseRows,
} from '../../session/figureRequest.ts';

/** What is chosen and typed in the dialog, which may not make sense yet. */
export interface FigureForm {
  readonly rows: FigureRequest['rows']['kind'];
  /** Number of rows that are spread evenly or by loss. */
  readonly count: number;
  /** Frames chosen by hand, e.g. `10, 25`. */
  readonly frames: string;
  readonly columns: 'shown' | 'published' | 'chosen';
  /** Keys of columns that were left out of the chosen ones. */
  readonly leftOut: readonly string[];
  readonly size: FigureSize;
  readonly inset: boolean;
  /** The part that the inset enlarges, e.g. `300, 120, 160, 90`. */
  readonly crop: string;
  readonly labels: boolean;
  readonly chart: boolean;
}

export const INITIAL_FORM: FigureForm = {
  rows: 'even',
  count: 3,
  frames: '',
  columns: 'shown',
  leftOut: [],
  size: DEFAULT_FIGURE.size,
  inset: false,
  crop: '',
  labels: DEFAULT_FIGURE.labels,
  chart: DEFAULT_FIGURE.chart,
};

/** The choices of a published figure; the width of the figure stays. */
export function presetForm(form: FigureForm, preset: FigurePreset): FigureForm {
  const { rows, columns } = FIGURE_PRESETS[preset];
  const { kind, count } = rows;
  return { ...form, rows: kind, count, columns, inset: false, labels: true, chart: false };
}

/** Adds a frame to those chosen by hand, in ascending order. */
export function withFrame(form: FigureForm, frame: number): FigureForm {
  const chosen = form.frames.split(/[\s,;]+/).filter((text) => /^\d+$/.test(text));
  const frames = [...new Set([...chosen.map(Number), frame])].sort((a, b) => a - b);
  return { ...form, rows: 'frames', frames: frames.join(', ') };
}

/**
 * What the form asks for.
 *
 * @param keys of all columns on the screen
 * @throws Problem if what was typed makes no sense
 */
export function requestOf(form: FigureForm, keys: readonly string[]): FigureRequest {
  const { rows, count, frames, columns, leftOut, size, inset, crop, labels, chart } = form;
  return {
    // The comma makes a single number a frame.
    rows:
      rows === 'frames' ? parseRows(`${frames.trim().replace(/,$/, '')},`) : { kind: rows, count },
    columns: columns === 'chosen' ? placesOf(keys, leftOut) : columns,
    crop: inset ? parseCrop(crop) : null,
    ...{ size, labels, chart },
  };
}

/** The places, counted from 1, of those that are not left out. */
function placesOf(keys: readonly string[], leftOut: readonly string[]): number[] {
  return keys.flatMap((key, index) => (leftOut.includes(key) ? [] : index + 1));
}
