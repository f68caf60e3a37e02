import { Problem } from '../problem.ts';

/** Widths of figures: one or two text columns of a paper. */
export const FIGURE_SIZES = ['one', 'two'] as const;

export type FigureSize = (typeof FIGURE_SIZES)[number];

export const FIGURE_FORMATS = ['png', 'svg', 'pdf'] as const;

export type FigureFormat = (typeof FIGURE_FORMATS)[number];

/**
 * Which frames are the rows. `frames`: chosen by hand. `even`: a number of them, evenly spread.
 * `loss`: a number of them, where x265 loses most J&F against VOS on the originals.
 */
export type FigureRows =
  | { readonly kind: 'frames'; readonly frames: readonly number[] }
  | { readonly kind: 'even' | 'loss'; readonly count: number };

/** A part of the frame, in whole pixels. */
export interface FigureCrop {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a figure shows. Its layers are those of the screen. */
export interface FigureRequest {
  readonly rows: FigureRows;
  /**
   * `shown`: those on the screen. `published`: ground truth, original, x265 and ours with their
   * masks, the first of each kind. Otherwise the places of columns among all, counted from 1.
   */
  readonly columns: 'shown' | 'published' | readonly number[];
  readonly size: FigureSize;
  /** The part that is enlarged in a corner of each picture; null for none. */
  readonly crop: FigureCrop | null;
  /** True for the names and figures of the columns, and the number and J&F of the frames. */
  readonly labels: boolean;
  /** True for J&F over the frames below the pictures. */
  readonly chart: boolean;
}

export const DEFAULT_FIGURE: FigureRequest = {
  rows: { kind: 'even', count: 3 },
  columns: 'shown',
  size: 'two',
  crop: null,
  labels: true,
  chart: false,
};

/** The most rows; a page has no room for more. */
export const MOST_ROWS = 24;

/** The published figures as presets: as many rows, and their columns, for any sequence. */
export const FIGURE_PRESETS = {
  1: { rows: { kind: 'even', count: 4 }, columns: 'published' },
  2: { rows: { kind: 'even', count: 4 }, columns: 'published' },
  3: { rows: { kind: 'even', count: 3 }, columns: 'published' },
} as const satisfies Record<number, Pick<FigureRequest, 'rows' | 'columns'>>;

export type FigurePreset = keyof typeof FIGURE_PRESETS;

/**
 * Parses rows: a number of them, evenly spread (`4`); those with the largest loss (`loss:4`); or
 * frames (`10,25,40`; a single one as `10,`).
 *
 * @throws Problem that says what is wrong
 */
export function parseRows(text: string): FigureRows {
  const trimmed = text.replaceAll(/\s/g, '').toLowerCase();
  const number = /^(loss:)?(\d{1,9})$/.exec(trimmed);
  if (number) return { kind: number[1] ? 'loss' : 'even', count: rowCount(Number(number[2])) };
  if (/^\d{1,9}(,\d{1,9})*,?$/.test(trimmed)) {
    const frames = trimmed.split(',').filter(Boolean).map(Number);
    rowCount(frames.length);
    return { kind: 'frames', frames };
  }
  throw new Problem(
    `“${text}” does not say which frames are the rows.`,
    'Write a number of rows (4), the frames themselves (10,25,40), or loss:4 for those where x265 loses most.',
  );
}

/** Formats rows; `parseRows` reads them back. */
export function formatRows(rows: FigureRows): string {
  if (rows.kind !== 'frames') return `${rows.kind === 'loss' ? 'loss:' : ''}${rows.count}`;
  return rows.frames.length === 1 ? `${rows.frames[0]},` : rows.frames.join(',');
}

/**
 * Parses a crop: `x,y,width,height`.
 *
 * @throws Problem that says what is wrong
 */
export function parseCrop(text: string): FigureCrop {
  const trimmed = text.replaceAll(/\s/g, '');
  const [x, y, width, height] = trimmed.split(',').map(Number);
  const isWhole = /^\d{1,9}(,\d{1,9}){3}$/.test(trimmed);
  if (!isWhole || x === undefined || y === undefined || !width || !height) {
    throw new Problem(
      `“${text}” is not a part of the frame.`,
      'Write x,y,width,height in whole pixels, such as 300,120,160,90.',
    );
  }
  return { x, y, width, height };
}

/**
 * Parses the places of columns, counted from 1: `1,3`.
 *
 * @throws Problem that says what is wrong
 */
export function parsePlaces(text: string): readonly number[] {
  const trimmed = text.replaceAll(/\s/g, '');
  if (/^[1-9]\d{0,8}(,[1-9]\d{0,8})*$/.test(trimmed)) return trimmed.split(',').map(Number);
  throw new Problem(
    `“${text}” does not say which columns the figure has.`,
    'Write their places from the left, such as 1,3.',
  );
}

export function formatCrop({ x, y, width, height }: FigureCrop): string {
  return [x, y, width, height].join(',');
}

function rowCount(count: number): number {
  if (count >= 1 && count <= MOST_ROWS) return count;
  throw new Problem(
    `A figure cannot have ${count} rows.`,
    `Choose 1 to ${MOST_ROWS}; write a comma behind a single frame, such as 30, with the comma.`,
  );
}
