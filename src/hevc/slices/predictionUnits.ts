import { CONTEXT } from '../cabac/contexts.ts';
import { mergedMotion } from '../motion/mergeCandidates.ts';
import { type Motion, noMotion } from '../motion/motionField.ts';
import type { PredictionBlock, Vector } from '../motion/motionVectors.ts';
import { predictedVector } from '../motion/vectorPrediction.ts';
import { NONE, PARTITION } from '../pictureBlocks.ts';
import { KIND } from './bitMeter.ts';
import type { SliceContext } from './sliceContext.ts';

/** x, y, width and height of each part, in quarters of the coding block (table 7-10). */
const PARTS: Readonly<Record<number, readonly (readonly [number, number, number, number])[]>> = {
  [PARTITION['2Nx2N']]: [[0, 0, 4, 4]],
  [PARTITION['2NxN']]: [
    [0, 0, 4, 2],
    [0, 2, 4, 2],
  ],
  [PARTITION.Nx2N]: [
    [0, 0, 2, 4],
    [2, 0, 2, 4],
  ],
  [PARTITION.NxN]: [
    [0, 0, 2, 2],
    [2, 0, 2, 2],
    [0, 2, 2, 2],
    [2, 2, 2, 2],
  ],
  [PARTITION['2NxnU']]: [
    [0, 0, 4, 1],
    [0, 1, 4, 3],
  ],
  [PARTITION['2NxnD']]: [
    [0, 0, 4, 3],
    [0, 3, 4, 1],
  ],
  [PARTITION.nLx2N]: [
    [0, 0, 1, 4],
    [1, 0, 3, 4],
  ],
  [PARTITION.nRx2N]: [
    [0, 0, 3, 4],
    [3, 0, 1, 4],
  ],
};

const ACROSS: readonly number[] = [PARTITION.Nx2N, PARTITION.nLx2N, PARTITION.nRx2N];
const DOWN: readonly number[] = [PARTITION['2NxN'], PARTITION['2NxnU'], PARTITION['2NxnD']];

const block: PredictionBlock = {
  ...{ cbX: 0, cbY: 0, cbSize: 0, x: 0, y: 0, width: 0, height: 0, part: 0 },
  ...{ isSplitAcross: false, isSplitDown: false },
};
const whole: PredictionBlock = { ...block };
const motion: Motion = noMotion();
const difference: Vector = { x: 0, y: 0 };
const predictor: Vector = { x: 0, y: 0 };

/**
 * The prediction units of a coding unit that is predicted from other pictures (7.3.8.6).
 *
 * @returns true if the first one is merged
 */
export function readPredictionUnits(context: SliceContext, isSkipped: boolean): boolean {
  const { meter, unit } = context;
  const size = 1 << unit.log2Size;
  const quarter = size >> 2;
  let isFirstMerged = false;
  block.cbX = unit.x;
  block.cbY = unit.y;
  block.cbSize = size;
  block.isSplitAcross = ACROSS.includes(unit.partition);
  block.isSplitDown = DOWN.includes(unit.partition);
  const parts = PARTS[unit.partition] ?? [];
  for (let part = 0; part < parts.length; part++) {
    const [x, y, width, height] = parts[part] as readonly [number, number, number, number];
    block.x = unit.x + x * quarter;
    block.y = unit.y + y * quarter;
    block.width = width * quarter;
    block.height = height * quarter;
    block.part = part;
    const isMerged = isSkipped || context.decoder.bit(CONTEXT.merge) === 1;
    const mergeIndex = isMerged ? readMerged(context, size) : readWritten(context);
    if (part === 0) isFirstMerged = isMerged;
    context.field.fill(block.x, block.y, block.width, block.height, motion);
    record(context, mergeIndex);
  }
  meter.charge(KIND.motion);
  return isFirstMerged;
}

function record({ recorders: { prediction } }: SliceContext, mergeIndex: number): void {
  const row = prediction.add();
  prediction.x[row] = block.x;
  prediction.y[row] = block.y;
  prediction.width[row] = block.width;
  prediction.height[row] = block.height;
  prediction.intraMode[row] = NONE;
  prediction.mergeIndex[row] = mergeIndex;
  prediction.reference[2 * row] = motion.reference0;
  prediction.reference[2 * row + 1] = motion.reference1;
  prediction.vector[4 * row] = motion.x0;
  prediction.vector[4 * row + 1] = motion.y0;
  prediction.vector[4 * row + 2] = motion.x1;
  prediction.vector[4 * row + 3] = motion.y1;
}

/** merge_idx, and the motion that it chooses. */
function readMerged(context: SliceContext, size: number): number {
  const { decoder, mergeCandidates } = context;
  let index = 0;
  if (mergeCandidates > 1 && decoder.bit(CONTEXT.mergeIndex) === 1) {
    index = 1;
    while (index < mergeCandidates - 1 && decoder.bypass() === 1) index += 1;
  }
  // All parts of a small block share the candidates of the whole one (8.5.3.2.2).
  if (context.log2ParallelMerge > 2 && size === 8) {
    Object.assign(whole, block, { x: block.cbX, y: block.cbY, width: size, height: size, part: 0 });
    whole.isSplitAcross = false;
    whole.isSplitDown = false;
    mergedMotion(context, whole, index, motion);
  } else {
    mergedMotion(context, block, index, motion);
  }
  // The smallest blocks are predicted from one picture only.
  if (motion.reference0 >= 0 && motion.reference1 >= 0 && block.width + block.height === 12) {
    motion.reference1 = -1;
    motion.x1 = 0;
    motion.y1 = 0;
  }
  return index;
}

/** References and vectors that are written. */
function readWritten(context: SliceContext): number {
  const { slice } = context;
  const [uses0, uses1] = readDirection(context);
  motion.reference0 = -1;
  motion.x0 = 0;
  motion.y0 = 0;
  motion.reference1 = -1;
  motion.x1 = 0;
  motion.y1 = 0;
  if (uses0) {
    motion.reference0 = readReference(context, slice.active[0]);
    readDifference(context);
    addPredictor(context, 0, motion.reference0);
    motion.x0 = predictor.x;
    motion.y0 = predictor.y;
  }
  if (uses1) {
    motion.reference1 = readReference(context, slice.active[1]);
    if (slice.zeroesSecondDifference && uses0) {
      difference.x = 0;
      difference.y = 0;
    } else {
      readDifference(context);
    }
    addPredictor(context, 1, motion.reference1);
    motion.x1 = predictor.x;
    motion.y1 = predictor.y;
  }
  return NONE;
}

/** mvp_flag, and the sum of the predictor and the difference, wrapped to 16 bits (8-94 to 8-97). */
function addPredictor(context: SliceContext, list: 0 | 1, reference: number): void {
  const which = context.decoder.bit(CONTEXT.vectorPredictor);
  predictedVector(context, block, list, reference, which, predictor);
  predictor.x = ((predictor.x + difference.x) << 16) >> 16;
  predictor.y = ((predictor.y + difference.y) << 16) >> 16;
}

/** inter_pred_idc (9.3.3.7): which of the lists are used. */
function readDirection({ decoder, isB, unit }: SliceContext): [list0: boolean, list1: boolean] {
  if (!isB) return [true, false];
  const isSmallest = block.width + block.height === 12;
  if (!isSmallest && decoder.bit(CONTEXT.direction + unit.depth) === 1) return [true, true];
  return decoder.bit(CONTEXT.direction + 4) === 1 ? [false, true] : [true, false];
}

/** ref_idx. */
function readReference({ decoder }: SliceContext, active: number): number {
  let index = 0;
  while (index < active - 1) {
    const bit = index < 2 ? decoder.bit(CONTEXT.reference + index) : decoder.bypass();
    if (bit === 0) break;
    index += 1;
  }
  return index;
}

/** mvd_coding() (7.3.8.9). */
function readDifference({ decoder }: SliceContext): void {
  const hasX = decoder.bit(CONTEXT.vectorDifference);
  const hasY = decoder.bit(CONTEXT.vectorDifference);
  const isLargeX = hasX === 1 ? decoder.bit(CONTEXT.vectorDifference + 1) : 0;
  const isLargeY = hasY === 1 ? decoder.bit(CONTEXT.vectorDifference + 1) : 0;
  difference.x = hasX === 0 ? 0 : signedDifference(decoder, isLargeX);
  difference.y = hasY === 0 ? 0 : signedDifference(decoder, isLargeY);
}

function signedDifference(decoder: SliceContext['decoder'], isLarge: number): number {
  const size = isLarge === 1 ? decoder.expGolomb(1) + 2 : 1;
  return decoder.bypass() === 1 ? -size : size;
}
