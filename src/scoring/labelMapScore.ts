import type { FrameSize } from '../sequence/frames.ts';
import { objectIdsOf, VOID_ID } from '../sequence/labelMaps.ts';
import { type Bitmap, clearPixels, objectBitmap } from './bitmap.ts';
import { contourAccuracy, matchContours } from './boundary.ts';
import { countRegions, regionSimilarity } from './region.ts';
import type { FrameScore, ScoreCounts } from './scoringApi.ts';

/**
 * How void pixels (id 255) of the ground truth count. `background`, as in the official
 * semi-supervised evaluation: an object predicted there is wrong. `ignored`, as in the official
 * unsupervised evaluation: they are left out of both masks.
 */
export type VoidPixels = 'background' | 'ignored';

/**
 * J and F of every object of one label map, as the semi-supervised task of davis2017-evaluation
 * defines them. An object that is in neither map scores 1. Predicted ids other than `objectIds`
 * count as background.
 *
 * @param truth ids of the ground truth, [height, width]
 * @param predicted ids of the prediction, [height, width]
 */
export function scoreObjects(
  truth: Uint8Array,
  predicted: Uint8Array,
  size: FrameSize,
  objectIds: readonly number[],
  voidPixels: VoidPixels = 'background',
): FrameScore {
  const ignored = voidPixels === 'ignored' ? objectBitmap(truth, size, VOID_ID) : null;
  const J: number[] = [];
  const F: number[] = [];
  for (const id of objectIds) {
    const wanted = objectMask(truth, size, id, ignored);
    const found = objectMask(predicted, size, id, ignored);
    J.push(regionSimilarity(wanted, found));
    F.push(contourAccuracy(wanted, found));
  }
  return { J, F };
}

/** The counts from which J and F of one object of a label map follow, with void as background. */
export function countScore(
  truth: Uint8Array,
  predicted: Uint8Array,
  size: FrameSize,
  id: number,
): ScoreCounts {
  const wanted = objectMask(truth, size, id, null);
  const found = objectMask(predicted, size, id, null);
  const { found: foundContour, wanted: wantedContour, radius } = matchContours(wanted, found);
  return { ...countRegions(wanted, found), foundContour, wantedContour, radius };
}

/**
 * The objects that the official semi-supervised evaluation scores: all ids from 1 to the highest
 * in the first frame's ground truth. An id below it that occurs nowhere scores 1, and an object
 * that appears later is not scored.
 */
export function officialObjectIds(firstTruth: Uint8Array): number[] {
  const highest = objectIdsOf(firstTruth).at(-1) ?? 0;
  return Array.from({ length: highest }, (_, index) => index + 1);
}

function objectMask(map: Uint8Array, size: FrameSize, id: number, ignored: Bitmap | null): Bitmap {
  const mask = objectBitmap(map, size, id);
  if (ignored) clearPixels(mask, ignored);
  return mask;
}
