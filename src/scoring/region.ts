import { at, type Bitmap, countBits } from './bitmap.ts';

/**
 * Region similarity J: the Jaccard index of two masks, 0..1. Two empty masks agree: 1.
 *
 * Equivalent to `db_eval_iou` of davis2017-evaluation.
 */
export function regionSimilarity(truth: Bitmap, predicted: Bitmap): number {
  const { intersection, union } = countRegions(truth, predicted);
  return union === 0 ? 1 : intersection / union;
}

/** Pixels that are in both masks, and those that are in at least one. */
export function countRegions(truth: Bitmap, predicted: Bitmap) {
  let intersection = 0;
  let union = 0;
  for (let index = 0; index < truth.words.length; index++) {
    const a = at(truth.words, index);
    const b = at(predicted.words, index);
    if ((a | b) === 0) continue;
    intersection += countBits(a & b);
    union += countBits(a | b);
  }
  return { intersection, union };
}
