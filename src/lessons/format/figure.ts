/**
 * The figures that a lesson's text can have in braces. `scope` says what belongs to the name:
 *
 * - `page`: nothing: `{frame}`;
 * - `column`: a column: `{CRF in column 3}`;
 * - `time`: a column, and `here` for the frame on the screen instead of the sequence:
 *   `{PSNR in column 3 here}`;
 * - `here`: a column on the frame on the screen: `{squared error in column 3 here}`;
 * - `score`: as `time`, and optionally one object: `{J of object 2 in column 3 here}`;
 * - `count`: one object in a column on the frame on the screen: `{union of object 2 in column 3}`.
 */
export const FIGURES = {
  frame: 'page',
  frames: 'page',
  pixels: 'page',
  CRF: 'column',
  'key interval': 'column',
  bpp: 'column',
  'video bpp': 'column',
  'mask bpp': 'column',
  saved: 'column',
  kept: 'column',
  bits: 'time',
  PSNR: 'time',
  SSIM: 'time',
  'squared error': 'here',
  'mean squared error': 'here',
  J: 'score',
  F: 'score',
  'J&F': 'score',
  intersection: 'count',
  union: 'count',
  'contour found': 'count',
  'contour found near': 'count',
  'contour wanted': 'count',
  'contour wanted near': 'count',
  precision: 'count',
  recall: 'count',
  radius: 'count',
  'skipped area': 'column',
  'inter area': 'column',
  'intra area': 'column',
  'skipped bits': 'column',
  'inter bits': 'column',
  'intra bits': 'column',
} as const satisfies Readonly<
  Record<string, 'page' | 'column' | 'time' | 'here' | 'score' | 'count'>
>;

export type FigureName = keyof typeof FIGURES;

/** A figure in a text. */
export interface Figure {
  readonly name: FigureName;
  /** Index of the column, from 0; null for a figure of the page. */
  readonly column: number | null;
  /** Id of the object; null for the mean of all. */
  readonly object: number | null;
  /** True for the frame on the screen, false for the sequence. */
  readonly isHere: boolean;
}

const PATTERN = /^(.+?)(?: of object (\d+))?(?: in column ([1-9]))?( here)?$/;

/** Finds figures in a text: `{…}`. */
export const FIGURE_IN_TEXT = /\{([^{}\n]+)\}/g;

/** @returns null if there is no such figure, or if something does not belong to it or is missing */
export function parseFigure(text: string): Figure | null {
  const [, word = '', object, column, here] = PATTERN.exec(text) ?? [];
  const name = (Object.keys(FIGURES) as FigureName[]).find((each) => each === word);
  if (!name) return null;
  const scope = FIGURES[name];
  const isFit = {
    page: !column && !object && !here,
    column: column && !object && !here,
    time: column && !object,
    here: column && !object && here,
    score: column,
    count: column && object && !here,
  }[scope];
  if (!isFit) return null;
  return {
    name,
    column: column ? Number(column) - 1 : null,
    object: object ? Number(object) : null,
    isHere: here !== undefined,
  };
}
