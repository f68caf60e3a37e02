import { FLAG, MODE, NONE, type PictureBlocks } from '../hevc/pictureBlocks.ts';
import type { Colour } from '../sequence/davisPalette.ts';

/** How a prediction unit came about, as it is coloured. */
export type UnitKind = 'skip' | 'merge' | 'inter' | 'intra' | 'samples';

/** Colours after Okabe and Ito (2008), which all eyes can tell apart. */
export const UNIT_COLOURS: Readonly<Record<UnitKind, Colour>> = {
  skip: [86, 180, 233],
  merge: [0, 158, 115],
  inter: [240, 228, 66],
  intra: [213, 94, 0],
  samples: [204, 121, 167],
};

/** @param coding index of its coding unit */
export function kindOfUnit(blocks: PictureBlocks, coding: number, prediction: number): UnitKind {
  const { mode, flags } = blocks.coding;
  if (((flags[coding] ?? 0) & FLAG.pcm) !== 0) return 'samples';
  if (mode[coding] === MODE.skip) return 'skip';
  if (mode[coding] === MODE.intra) return 'intra';
  return blocks.prediction.mergeIndex[prediction] === NONE ? 'inter' : 'merge';
}

/** Colours of references: those of list 0 first, then those of list 1. */
const REFERENCE_COLOURS: readonly Colour[] = [
  [255, 255, 255],
  [255, 176, 0],
  [100, 210, 255],
  [255, 120, 200],
];

/** @param distance of the reference in pictures, negative before the picture */
export function referenceColour(distance: number): Colour {
  const place = distance < 0 ? (distance === -1 ? 0 : 1) : distance === 1 ? 2 : 3;
  return REFERENCE_COLOURS[place] ?? [255, 255, 255];
}

/** What the colours of vectors mean, in the order of {@link referenceColour}. */
export const REFERENCE_KEYS = [
  { text: 'from the picture before', distance: -1 },
  { text: 'from further back', distance: -2 },
  { text: 'from the picture after', distance: 1 },
  { text: 'from further ahead', distance: 2 },
] as const;

/** The values at the ends of a scale. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** Place of a QP on the heat map, 0..1. */
export function qpShare(qp: number, { least, most }: Range): number {
  return most > least ? (qp - least) / (most - least) : 0.5;
}

/**
 * Place of the bits per pixel of a block on the heat map, 0..1. Few blocks have far more than the
 * others: the square root keeps the others apart.
 */
export function bitsShare(bitsPerPixel: number, { most }: Range): number {
  return most > 0 ? Math.min(1, Math.sqrt(Math.max(0, bitsPerPixel) / most)) : 0;
}
