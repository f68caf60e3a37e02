import { type Motion, noMotion } from './motionField.ts';
import {
  copyMotion,
  givesMotion,
  isSameMotion,
  type PredictionBlock,
  type PredictionContext,
  temporalVector,
  type Vector,
} from './motionVectors.ts';

/** Pairs of candidates that are combined, in order (table 8-7): list 0 of one, list 1 of the other. */
const COMBINED = [0, 1, 1, 0, 0, 2, 2, 0, 1, 2, 2, 1, 0, 3, 3, 0, 1, 3, 3, 1, 2, 3, 3, 2];

const candidates = Array.from({ length: 6 }, noMotion);
const vector: Vector = { x: 0, y: 0 };

/**
 * The motion that a merged prediction block takes over (8.5.3.2.2).
 *
 * @param block for parts of an 8×8 coding block with a parallel merge level above 4, the whole one
 * @param index merge_idx
 * @param motion takes the result
 */
export function mergedMotion(
  context: PredictionContext,
  block: PredictionBlock,
  index: number,
  motion: Motion,
): void {
  let count = spatialCandidates(context, block);
  if (count <= index && count < context.mergeCandidates)
    count += temporalCandidate(context, block, count);
  if (count <= index && context.isB) count = combinedCandidates(context, count);
  if (count <= index) zeroCandidate(context, index - count, candidate(index));
  Object.assign(motion, candidate(index));
}

function candidate(index: number): Motion {
  return candidates[index] as Motion;
}

/** The neighbours' motion (8.5.3.2.3): left, above, above right, below left, above left. */
function spatialCandidates(context: PredictionContext, block: PredictionBlock): number {
  const { x, y, width, height, part } = block;
  const { field, log2ParallelMerge: log2Region } = context;
  const gives = (atX: number, atY: number) =>
    (x >> log2Region !== atX >> log2Region || y >> log2Region !== atY >> log2Region) &&
    givesMotion(context, block, atX, atY);
  let count = 0;
  // Two parts with the same motion would be one part: the second never takes that of the first.
  let left = -1;
  if (!(part === 1 && block.isSplitAcross) && gives(x - 1, y + height - 1)) {
    left = count;
    copyMotion(field, x - 1, y + height - 1, candidate(count++));
  }
  let above = -1;
  if (!(part === 1 && block.isSplitDown) && gives(x + width - 1, y - 1)) {
    copyMotion(field, x + width - 1, y - 1, candidate(count));
    const isLeft = left >= 0 && isSameMotion(candidate(left), candidate(count));
    above = isLeft ? left : count++;
  }
  if (gives(x + width, y - 1)) {
    copyMotion(field, x + width, y - 1, candidate(count));
    if (!(above >= 0 && isSameMotion(candidate(above), candidate(count)))) count += 1;
  }
  if (gives(x - 1, y + height)) {
    copyMotion(field, x - 1, y + height, candidate(count));
    if (!(left >= 0 && isSameMotion(candidate(left), candidate(count)))) count += 1;
  }
  if (count < 4 && gives(x - 1, y - 1)) {
    copyMotion(field, x - 1, y - 1, candidate(count));
    const isRepeated =
      (left >= 0 && isSameMotion(candidate(left), candidate(count))) ||
      (above >= 0 && isSameMotion(candidate(above), candidate(count)));
    if (!isRepeated) count += 1;
  }
  return count;
}

/** The motion of the collocated picture, for the first reference of each list (8.5.3.2.8). */
function temporalCandidate(
  context: PredictionContext,
  block: PredictionBlock,
  count: number,
): number {
  const { lists, isB } = context;
  const motion = candidate(count);
  const target0 = lists.lists[0][0];
  const has0 = target0 !== undefined && temporalVector(context, block, 0, target0, vector);
  motion.reference0 = has0 ? 0 : -1;
  motion.x0 = has0 ? vector.x : 0;
  motion.y0 = has0 ? vector.y : 0;
  const target1 = isB ? lists.lists[1][0] : undefined;
  const has1 = target1 !== undefined && temporalVector(context, block, 1, target1, vector);
  motion.reference1 = has1 ? 0 : -1;
  motion.x1 = has1 ? vector.x : 0;
  motion.y1 = has1 ? vector.y : 0;
  return has0 || has1 ? 1 : 0;
}

/** Bi-predictive candidates from list 0 of one and list 1 of another candidate (8.5.3.2.4). */
function combinedCandidates({ lists, mergeCandidates }: PredictionContext, found: number): number {
  let count = found;
  if (found < 2) return count;
  for (let pair = 0; pair < found * (found - 1) && count < mergeCandidates; pair++) {
    const first = candidate(COMBINED[2 * pair] as number);
    const second = candidate(COMBINED[2 * pair + 1] as number);
    if (first.reference0 < 0 || second.reference1 < 0) continue;
    const picture0 = lists.lists[0][first.reference0]?.order;
    const picture1 = lists.lists[1][second.reference1]?.order;
    if (picture0 === picture1 && first.x0 === second.x1 && first.y0 === second.y1) continue;
    const motion = candidate(count);
    motion.reference0 = first.reference0;
    motion.x0 = first.x0;
    motion.y0 = first.y0;
    motion.reference1 = second.reference1;
    motion.x1 = second.x1;
    motion.y1 = second.y1;
    count += 1;
  }
  return count;
}

/** No movement, from the first reference, then from the second, and so on (8.5.3.2.5). */
function zeroCandidate(context: PredictionContext, number: number, motion: Motion): void {
  const reference = number < context.zeroReferences ? number : 0;
  motion.reference0 = reference;
  motion.reference1 = context.isB ? reference : -1;
  motion.x0 = 0;
  motion.y0 = 0;
  motion.x1 = 0;
  motion.y1 = 0;
}
