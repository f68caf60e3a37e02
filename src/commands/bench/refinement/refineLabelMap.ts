import { type FrameSize, formatSize } from '../../../sequence/frames.ts';
import { CONTOUR_RADIUS, labelScores } from './labelScores.ts';
import { grown, type Rectangle } from './rectangle.ts';
import { MODEL_RADIUS, WindowSums } from './windowSums.ts';

/** How decoded maps are refined. */
export interface RefinementSettings {
  /**
   * Weight of the luma, as a share of a window's pixels; 0 uses only the map. The default is the
   * best for frames at CRF 45 to 51.
   */
  readonly lumaWeight: number;
}

export const DEFAULT_REFINEMENT_SETTINGS: RefinementSettings = { lumaWeight: 0.1 };

/** Side of the square tiles in pixels. Tiles without a contour are skipped. */
const TILE_SIDE = 32;

/**
 * Refines the contours of a decoded label map, which are coarser than the picture, with the
 * surrounding map and the decoded luma. A pixel can change only to another label within {@link
 * CONTOUR_RADIUS}. The mask stream is not predicted from the result, so errors do not accumulate.
 * The result is the same on all machines.
 *
 * One step of threshold dynamics (Merriman, Bence and Osher 1992) with a local two-region model of
 * the picture as its data term (Esedoğlu and Tsai 2006; Lankton and Tannenbaum 2008), except at
 * thin parts, which it would remove; see README.md.
 *
 * @param map [height, width] ids from the mask stream's decoder
 * @param luma [height, width] of the decoded frame, 8 bit
 * @param scale scale of the coded map. At 1 the map is returned unchanged, because its contours are
 *   more precise than those of the decoded picture
 * @returns [height, width] ids
 */
export function refineLabelMap(
  map: Uint8Array,
  size: FrameSize,
  luma: Uint8Array,
  scale: number,
  { lumaWeight }: RefinementSettings = DEFAULT_REFINEMENT_SETTINGS,
): Uint8Array<ArrayBuffer> {
  assertPixels('a label map', map, size);
  assertPixels('a luma plane', luma, size);
  const refined = Uint8Array.from(map);
  if (scale === 1) return refined;
  const sums = new WindowSums(TILE_SIDE + 2 * MODEL_RADIUS);
  const scores = new Float64Array(TILE_SIDE * TILE_SIDE);
  const best = new Float64Array(TILE_SIDE * TILE_SIDE);
  for (let top = 0; top < size.height; top += TILE_SIDE) {
    for (let left = 0; left < size.width; left += TILE_SIDE) {
      const right = Math.min(left + TILE_SIDE, size.width);
      const bottom = Math.min(top + TILE_SIDE, size.height);
      const tile = { left, top, right, bottom };
      const labels = labelsIn(map, size, grown(tile, CONTOUR_RADIUS, size));
      if (labels.length === 1) continue;
      best.fill(Number.NEGATIVE_INFINITY);
      const region = grown(tile, MODEL_RADIUS, size);
      for (const label of labels) {
        if (labels.length === 2 && label === labels[1]) {
          // With two labels, the scores of one are the negative scores of the other.
          for (let at = 0; at < scores.length; at++) scores[at] = -(scores[at] as number);
        } else {
          sums.fill(map, luma, size, region, label);
          labelScores({ map, luma, size, tile, label, lumaWeight }, sums, scores);
        }
        keepBest(label, scores, best, { map, size, tile }, refined);
      }
    }
  }
  return refined;
}

/** Sets `label` at pixels with a new best score; for equal scores the map's label wins. */
function keepBest(
  label: number,
  scores: Float64Array,
  best: Float64Array,
  { map, size, tile }: { map: Uint8Array; size: FrameSize; tile: Rectangle },
  refined: Uint8Array,
): void {
  for (let y = tile.top, index = 0; y < tile.bottom; y++) {
    for (let x = tile.left, at = y * size.width + x; x < tile.right; x++, at++, index++) {
      const score = scores[index] as number;
      const most = best[index] as number;
      if (score < most || (score === most && label !== map[at])) continue;
      best[index] = score;
      refined[at] = label;
    }
  }
}

/** The labels of a rectangle. */
function labelsIn(map: Uint8Array, { width }: FrameSize, rectangle: Rectangle): number[] {
  const { left, top, right, bottom } = rectangle;
  let last = map[top * width + left] as number;
  const labels = [last];
  for (let y = top; y < bottom; y++) {
    for (let x = left, at = y * width + x; x < right; x++, at++) {
      const label = map[at] as number;
      if (label === last) continue;
      last = label;
      if (!labels.includes(label)) labels.push(label);
    }
  }
  return labels;
}

function assertPixels(what: string, plane: Uint8Array, size: FrameSize): void {
  if (plane.length === size.width * size.height) return;
  throw new RangeError(`${what} of ${plane.length} bytes is not ${formatSize(size)}`);
}
