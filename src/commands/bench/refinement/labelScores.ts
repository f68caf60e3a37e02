import type { FrameSize } from '../../../sequence/frames.ts';
import type { Rectangle } from './rectangle.ts';
import { MODEL_RADIUS, SUM, type WindowSums } from './windowSums.ts';

/**
 * Radius of the square window whose majority a contour follows, and so how far from a decoded
 * contour pixels can change.
 */
export const CONTOUR_RADIUS = 2;

/** Radius of the window that tells straight contours from tips. */
const SHAPE_RADIUS = 5;

/** A contour is straight where the label has 0.5 ± this of the shape window. */
const STRAIGHT = 0.09;

/** A label that has less than this of the shape window ends there in a tip. */
const TIP = 0.34;

/** Share of the 3×3 window that a tip must have to grow into its middle: three pixels of nine. */
const TIP_GROWTH = 1 / 3;

/** The least variance of luma: that of the noise which coding leaves. */
const LEAST_VARIANCE = 130;

/** The least sure pixels of each side from which luma is modelled. */
const LEAST_PIXELS = 7;

/** Log-likelihood ratios beyond ± this say no more. */
const SURE = 4;

/** What pixels are scored for. */
export interface ScoredTile {
  readonly map: Uint8Array;
  readonly luma: Uint8Array;
  readonly size: FrameSize;
  readonly tile: Rectangle;
  readonly label: number;
  readonly lumaWeight: number;
}

/**
 * How much speaks for `label` at each pixel of a tile, -1 to 1: ±1 where nothing may change. Swapping
 * the label with all others changes the sign alone.
 *
 * @param sums of the label, around the tile
 * @param scores result, [height, width] of the tile
 */
export function labelScores(
  { map, luma, size, tile, label, lumaWeight }: ScoredTile,
  sums: WindowSums,
  scores: Float64Array,
): void {
  for (let y = tile.top, index = 0; y < tile.bottom; y++) {
    for (let x = tile.left, at = y * size.width + x; x < tile.right; x++, at++, index++) {
      const own = map[at] === label;
      const pixels = sums.pixelsAround(x, y, CONTOUR_RADIUS);
      const count = sums.around(SUM.label, x, y, CONTOUR_RADIUS);
      let score = own ? 1 : -1;
      if (count > 0 && count < pixels) {
        const shape = share(sums, x, y, SHAPE_RADIUS);
        if (Math.abs(shape - 0.5) < STRAIGHT) {
          const pull =
            lumaWeight > 0 ? lumaWeight * lumaEvidence(sums, x, y, luma[at] as number) : 0;
          score = count / pixels - 0.5 + pull;
        } else if (growsInto(sums, x, y, own, shape)) {
          score = -score;
        }
      }
      scores[index] = score;
    }
  }
}

/** True where a tip of the label, or of what is around it, takes this pixel from the other. */
function growsInto(sums: WindowSums, x: number, y: number, own: boolean, shape: number): boolean {
  const tip = own ? 1 - shape : shape;
  if (tip >= TIP) return false;
  const near = share(sums, x, y, 1);
  return (own ? 1 - near : near) >= TIP_GROWTH;
}

/** The label's share of a window's pixels. */
function share(sums: WindowSums, x: number, y: number, radius: number): number {
  return sums.around(SUM.label, x, y, radius) / sums.pixelsAround(x, y, radius);
}

/**
 * Whether a pixel's luma is more like that of the label nearby or more like that of the rest, -1 to
 * 1: the log-likelihood ratio of two normal distributions of one variance, over {@link SURE}.
 */
function lumaEvidence(sums: WindowSums, x: number, y: number, value: number): number {
  const inside = sums.around(SUM.inside, x, y, MODEL_RADIUS);
  const outside = sums.around(SUM.outside, x, y, MODEL_RADIUS);
  if (inside < LEAST_PIXELS || outside < LEAST_PIXELS) return 0;
  const insideLuma = sums.around(SUM.insideLuma, x, y, MODEL_RADIUS);
  const outsideLuma = sums.around(SUM.outsideLuma, x, y, MODEL_RADIUS);
  const squared = sums.around(SUM.squaredLuma, x, y, MODEL_RADIUS);
  const insideMean = insideLuma / inside;
  const outsideMean = outsideLuma / outside;
  const variance =
    (squared - insideLuma * insideMean - outsideLuma * outsideMean) / (inside + outside);
  const ratio =
    ((value - outsideMean) ** 2 - (value - insideMean) ** 2) / (2 * (variance + LEAST_VARIANCE));
  return Math.max(-1, Math.min(1, ratio / SURE));
}
