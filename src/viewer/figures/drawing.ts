import type { Rectangle } from '../../rendering/shownPicture.ts';

/**
 * A figure or a chart as data, from the back to the front: what the writers of SVG, PNG and PDF have
 * in common. All lengths are in points, 1/72 inch; (0, 0) is the top left corner.
 */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}

export type Mark = ImageMark | PathMark | BoxMark | TextMark;

/** Pixels that fill a box. */
export interface ImageMark {
  readonly kind: 'image';
  readonly box: Rectangle;
  readonly pixels: ImageData;
}

/** A line without filling. */
export interface PathMark {
  readonly kind: 'path';
  /** SVG path commands in units of their own. */
  readonly commands: string;
  /** Where the origin of the commands is, and the points that one of their units takes. */
  readonly place: { readonly x: number; readonly y: number; readonly scale: number };
  /** `#rrggbb`. */
  readonly colour: string;
  /** In points. */
  readonly width: number;
  /** Lengths of dashes and gaps in points; a solid line by default. */
  readonly dash?: readonly number[];
}

/** A rectangle without filling, or one without a line. */
export interface BoxMark {
  readonly kind: 'box';
  readonly box: Rectangle;
  /** `#rrggbb`. */
  readonly colour: string;
  /** Of its line, inside and outside of its edges; null for a filled box. */
  readonly width: number | null;
}

export interface TextMark {
  readonly kind: 'text';
  readonly text: string;
  /** The left end, the middle or the right end of the base line, as `anchor` says. */
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Of the font, in points. */
  readonly size: number;
  readonly bold: boolean;
  /** `#rrggbb`. */
  readonly colour: string;
  /** True if it runs upwards, as beside an axis. */
  readonly upwards?: boolean;
}

/** What a file says about where it comes from. */
export interface FigureFacts {
  readonly title: string;
  /** The address of what is shown, `?seq=…`: without the server, which others do not have. */
  readonly address: string;
  /** How it was made, a sentence each. */
  readonly provenance: readonly string[];
}

/** Present everywhere, or replaced by fonts of the same widths; PDF files need not embed it. */
export const FONT_FAMILY = 'Helvetica, Arial, sans-serif';
