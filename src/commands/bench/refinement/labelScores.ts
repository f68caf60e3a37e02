import type { FrameSize } from '../../../sequence/frames.ts';
import type { Rectangle } from './rectangle.ts';
import { MODEL_RADIUS, SUM, type WindowSums } from './windowSums.ts';

/**
 * Radius of the square window for the majority at a contour, and so the largest distance of changed
 * pixels from a decoded contour.
 */
export const CONTOUR_RADIUS = 2;

/** Radius of the shape window, which distinguishes straight contours from tips. */
const SHAPE_RADIUS = 5;

/** A contour is straight if the label's share of the shape window is within 0.5 ± this. */
const STRAIGHT = 0.09;

/** A label with a share of the shape window below this ends in a tip. */
const TIP = 0.34;

/** Share of the 3×3 window that a tip needs to grow into the centre: three pixels of nine. */
const TIP_GROWTH = 1 / 3;

/** Minimum variance of luma: that of coding noise. */
const MIN_VARIANCE = 130;

/** Minimum number of sure pixels on each side to model the luma. */
const MIN_PIXELS = 7;

/** Log-likelihood ratios are clamped to ± this. */
const MAX_RATIO = 4;

/** A tile and the label to score. */
export interface ScoredTile {
  readonly map: Uint8Array;
  readonly luma: Uint8Array;
  readonly size: FrameSize;
  readonly tile: Rectangle;
  readonly label: number;
  readonly lumaWeight: number;
}

/**
 * Scores `label` at each pixel of a tile, -1..1; ±1 if the pixel must not change. Swapping the
 * label with all others only changes the sign.
 *
 * @param sums sums for the label in the region around the tile
 * @param scores output, [height, width] of the tile
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

/** True when a tip of the label, or of its surroundings, grows into this pixel. */
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
 * Compares a pixel's luma with that of the label nearby (1) and of the other labels (-1): the
 * log-likelihood ratio of two normal distributions with the same variance, over {@link MAX_RATIO}.
 */
function lumaEvidence(sums: WindowSums, x: number, y: number, value: number): number {
  const inside = sums.around(SUM.inside, x, y, MODEL_RADIUS);
  const outside = sums.around(SUM.outside, x, y, MODEL_RADIUS);
  if (inside < MIN_PIXELS || outside < MIN_PIXELS) return 0;
  const insideLuma = sums.around(SUM.insideLuma, x, y, MODEL_RADIUS);
  const outsideLuma = sums.around(SUM.outsideLuma, x, y, MODEL_RADIUS);
  const squared = sums.around(SUM.squaredLuma, x, y, MODEL_RADIUS);
  const insideMean = insideLuma / inside;
  const outsideMean = outsideLuma / outside;
  const variance =
    (squared - insideLuma * insideMean - outsideLuma * outsideMean) / (inside + outside);
  const ratio =
    ((value - outsideMean) ** 2 - (value - insideMean) ** 2) / (2 * (variance + MIN_VARIANCE));
  return Math.max(-1, Math.min(1, ratio / MAX_RATIO));
}
