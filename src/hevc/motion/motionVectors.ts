import type { ListEntry, Motion, MotionField, ReferenceLists } from './motionField.ts';

/** A prediction block whose motion is derived, and what it may look at. */
export interface PredictionContext {
  readonly field: MotionField;
  readonly lists: ReferenceLists;
  readonly isB: boolean;
  readonly mergeCandidates: number;
  readonly log2ParallelMerge: number;
  readonly log2TreeBlock: number;
  /** The picture that gives temporal candidates; null if the slice uses none. */
  readonly collocated: MotionField | null;
  readonly collocatedList: 0 | 1;
  /** Least of the numbers of active references of the lists that the slice has. */
  readonly zeroReferences: number;
  /**
   * True if the block at (x, y) comes before the one at (fromX, fromY) in the stream and belongs to
   * the same slice and tile (6.4.1).
   */
  isAvailable(fromX: number, fromY: number, x: number, y: number): boolean;
}

/** Place of a prediction block: of its coding block (`cb`), its own, and its number in it. */
export interface PredictionBlock {
  cbX: number;
  cbY: number;
  cbSize: number;
  x: number;
  y: number;
  width: number;
  height: number;
  part: number;
  /** True if the coding block is split into a left and a right part (Nx2N and its kin). */
  isSplitAcross: boolean;
  /** True if it is split into an upper and a lower part (2NxN and its kin). */
  isSplitDown: boolean;
}

/** True if the block at (x, y) may give motion to a prediction block (6.4.2). */
export function givesMotion(
  context: PredictionContext,
  block: PredictionBlock,
  x: number,
  y: number,
): boolean {
  const { cbX, cbY, cbSize } = block;
  const isInside = x >= cbX && y >= cbY && x < cbX + cbSize && y < cbY + cbSize;
  if (isInside) {
    // The third of four parts is read after the second one.
    const isQuarter = block.width << 1 === cbSize && block.height << 1 === cbSize;
    if (isQuarter && block.part === 1 && cbY + block.height <= y && cbX + block.width > x) {
      return false;
    }
  } else if (!context.isAvailable(block.x, block.y, x, y)) {
    return false;
  }
  return context.field.isInter(context.field.unitAt(x, y));
}

/** Copies the motion of the unit at (x, y). */
export function copyMotion(field: MotionField, x: number, y: number, motion: Motion): void {
  const unit = field.unitAt(x, y);
  motion.reference0 = field.references[2 * unit] as number;
  motion.reference1 = field.references[2 * unit + 1] as number;
  motion.x0 = field.vectors[4 * unit] as number;
  motion.y0 = field.vectors[4 * unit + 1] as number;
  motion.x1 = field.vectors[4 * unit + 2] as number;
  motion.y1 = field.vectors[4 * unit + 3] as number;
}

export function isSameMotion(a: Motion, b: Motion): boolean {
  return (
    a.reference0 === b.reference0 &&
    a.reference1 === b.reference1 &&
    (a.reference0 < 0 || (a.x0 === b.x0 && a.y0 === b.y0)) &&
    (a.reference1 < 0 || (a.x1 === b.x1 && a.y1 === b.y1))
  );
}

/** A vector in quarter samples. */
export interface Vector {
  x: number;
  y: number;
}

/**
 * Scales a vector by the ratio of two distances in output order (8.5.3.2.7, equations 8-179 to
 * 8-183).
 *
 * @param wanted distance of the reference that the vector is for
 * @param given distance of the reference that it has
 */
export function scaleVector(vector: Vector, wanted: number, given: number): void {
  const td = clip(given, -128, 127);
  if (td === 0) return;
  const tb = clip(wanted, -128, 127);
  const tx = Math.trunc((16384 + (Math.abs(td) >> 1)) / td);
  const factor = clip((tb * tx + 32) >> 6, -4096, 4095);
  vector.x = scaled(vector.x, factor);
  vector.y = scaled(vector.y, factor);
}

function scaled(value: number, factor: number): number {
  const product = factor * value;
  const rounded = (Math.abs(product) + 127) >> 8;
  return clip(product < 0 ? -rounded : rounded, -32768, 32767);
}

function clip(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/**
 * The temporal candidate of a prediction block (8.5.3.2.8).
 *
 * @param list list of the reference that the vector is for
 * @param target that reference
 * @param vector takes the candidate
 * @returns false if there is none
 */
export function temporalVector(
  context: PredictionContext,
  block: PredictionBlock,
  list: 0 | 1,
  target: ListEntry,
  vector: Vector,
): boolean {
  const { collocated, log2TreeBlock } = context;
  if (!collocated) return false;
  const right = block.x + block.width;
  const bottom = block.y + block.height;
  const isInRow = block.cbY >> log2TreeBlock === bottom >> log2TreeBlock;
  if (isInRow && bottom < collocated.height && right < collocated.width) {
    if (collocatedVector(context, collocated, right, bottom, list, target, vector)) return true;
  }
  const centreX = block.x + (block.width >> 1);
  const centreY = block.y + (block.height >> 1);
  return collocatedVector(context, collocated, centreX, centreY, list, target, vector);
}

/** The motion of the collocated picture is used at a sixteenth of its resolution (8.5.3.2.9). */
function collocatedVector(
  context: PredictionContext,
  collocated: MotionField,
  x: number,
  y: number,
  list: 0 | 1,
  target: ListEntry,
  vector: Vector,
): boolean {
  const coarseX = (x >> 4) << 4;
  const coarseY = (y >> 4) << 4;
  const unit = collocated.unitAt(coarseX, coarseY);
  const first = collocated.references[2 * unit] as number;
  const second = collocated.references[2 * unit + 1] as number;
  if (first < 0 && second < 0) return false;
  let from: 0 | 1;
  if (first < 0) from = 1;
  else if (second < 0) from = 0;
  else from = context.lists.hasNoLater ? list : context.collocatedList === 1 ? 0 : 1;
  const lists = collocated.listsAt(coarseX, coarseY);
  const reference = lists?.lists[from][from === 0 ? first : second];
  if (!lists || !reference || reference.isLongTerm !== target.isLongTerm) return false;
  vector.x = collocated.vectors[4 * unit + 2 * from] as number;
  vector.y = collocated.vectors[4 * unit + 2 * from + 1] as number;
  const given = lists.order - reference.order;
  const wanted = context.lists.order - target.order;
  if (!target.isLongTerm && given !== wanted) scaleVector(vector, wanted, given);
  return true;
}
