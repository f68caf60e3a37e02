import { type BlockLook, NO_BLOCKS } from './blockLook.ts';

/**
 * What is drawn over the pictures, in the order of the list on the screen:
 *
 * - `masks`: the objects tinted in their colours
 * - `spotlight`: the objects as they are, their background dimmed or grey
 * - `errors`: against the ground truth: missed, false alarms, correct
 * - `changes`: what x265 lost of the masks on the originals, and what ours won back
 * - `difference`: the difference of the picture to the original
 * - `plain`: the picture alone
 */
export const LAYERS = ['masks', 'spotlight', 'errors', 'changes', 'difference', 'plain'] as const;

export type Layer = (typeof LAYERS)[number];

/**
 * How a difference is drawn: of all channels without sign; with its sign around grey; of luma
 * without sign; or that of luma as a heat map.
 */
export const DIFFERENCES = ['absolute', 'signed', 'luma', 'heat'] as const;

export type DifferenceKind = (typeof DIFFERENCES)[number];

/** Factors by which differences are multiplied. */
export const GAINS = [1, 2, 4, 8, 16] as const;

export const BACKGROUNDS = ['dim', 'grey'] as const;

/** Colours of objects: those of DAVIS, or ones that all eyes can tell apart. */
export const PALETTES = ['davis', 'distinct'] as const;

/** How pictures are drawn. */
export interface Look extends BlockLook {
  readonly layer: Layer;
  /** Opacity of the tint of layer `masks`, 0..1. */
  readonly opacity: number;
  /** True if objects have outlines, in every layer but `plain` and `difference`. */
  readonly outline: boolean;
  /** Of layer `spotlight`. */
  readonly background: (typeof BACKGROUNDS)[number];
  readonly difference: DifferenceKind;
  readonly gain: (typeof GAINS)[number];
  readonly palette: (typeof PALETTES)[number];
  /** `#rrggbb`; null for the colours of the objects. */
  readonly outlineColour: string | null;
}

export const DEFAULT_LOOK: Look = {
  layer: 'masks',
  opacity: 0.5,
  outline: true,
  background: 'dim',
  difference: 'heat',
  gain: 4,
  palette: 'davis',
  outlineColour: null,
  ...NO_BLOCKS,
};
