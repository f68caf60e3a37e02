import type { FigureSize } from '../../session/figureRequest.ts';

/** Lengths of a figure, in points (1/72 inch). */
export interface FigureStyle {
  /** Of the whole figure. */
  readonly width: number;
  /** Between columns. */
  readonly gap: number;
  /** Size of the columns' names. */
  readonly name: number;
  /** Size of the other labels. */
  readonly text: number;
  /** Width of the outlines of objects. */
  readonly outline: number;
}

/** The text columns of IEEE's papers: 3.5 and 7.16 inches. */
export const FIGURE_STYLES: Readonly<Record<FigureSize, FigureStyle>> = {
  one: { width: 252, gap: 3, name: 7, text: 6, outline: 0.28 },
  two: { width: 516, gap: 4, name: 8, text: 6.5, outline: 0.38 },
};

/** Distance of base lines, in sizes of the font. */
export const LINE_HEIGHT = 1.25;

export const INK = '#000000';
export const PALE_INK = '#4d4d4d';
export const WHITE = '#ffffff';
