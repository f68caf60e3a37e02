import type { ListEntry } from './motionField.ts';
import {
  givesMotion,
  type PredictionBlock,
  type PredictionContext,
  scaleVector,
  temporalVector,
  type Vector,
} from './motionVectors.ts';

const left: Vector = { x: 0, y: 0 };
const above: Vector = { x: 0, y: 0 };
const temporal: Vector = { x: 0, y: 0 };
const xs = [0, 0, 0];
const ys = [0, 0, 0];

/**
 * The predictor of a written vector (8.5.3.2.6): of the candidates left, above and collocated,
 * without a repeated one, the first or the second.
 *
 * @param index index of the block's reference in the list
 * @param which mvp_flag: 0 or 1
 * @param vector takes the predictor
 */
export function predictedVector(
  context: PredictionContext,
  block: PredictionBlock,
  list: 0 | 1,
  index: number,
  which: number,
  vector: Vector,
): void {
  vector.x = 0;
  vector.y = 0;
  const target = context.lists.lists[list][index];
  if (!target) return;
  const { x, y, width, height } = block;
  const isLeftGiven = neighbours(context, block, [x - 1, x - 1], [y + height, y + height - 1], 2);
  let hasLeft =
    isLeftGiven &&
    (unscaled(context, 2, list, target, left) || rescaled(context, 2, list, target, left));
  neighbours(context, block, [x + width, x + width - 1, x - 1], [y - 1, y - 1, y - 1], 3);
  let hasAbove = unscaled(context, 3, list, target, above);
  if (!isLeftGiven) {
    // The one above takes the place of the one on the left, and a scaled one its own.
    hasLeft = hasAbove;
    if (hasAbove) take(above, left);
    hasAbove = rescaled(context, 3, list, target, above);
  }
  if (hasLeft && hasAbove && left.x === above.x && left.y === above.y) hasAbove = false;
  const count = (hasLeft ? 1 : 0) + (hasAbove ? 1 : 0);
  if (which < count) take(hasLeft && which === 0 ? left : above, vector);
  else if (which === count && temporalVector(context, block, list, target, temporal)) {
    take(temporal, vector);
  }
}

function take(from: Vector, to: Vector): void {
  to.x = from.x;
  to.y = from.y;
}

/** Keeps the places that give motion in `xs` and `ys`, -1 for the others. */
function neighbours(
  context: PredictionContext,
  block: PredictionBlock,
  atX: readonly number[],
  atY: readonly number[],
  count: number,
): boolean {
  let isGiven = false;
  for (let place = 0; place < count; place++) {
    const x = atX[place] as number;
    const y = atY[place] as number;
    const gives = givesMotion(context, block, x, y);
    xs[place] = gives ? x : -1;
    ys[place] = y;
    isGiven ||= gives;
  }
  return isGiven;
}

/** The first neighbour's vector to the same picture. */
function unscaled(
  context: PredictionContext,
  count: number,
  list: 0 | 1,
  target: ListEntry,
  vector: Vector,
): boolean {
  return first(context, count, list, ({ order }) => order === target.order, vector) !== null;
}

/** The first neighbour's vector of the same kind, scaled to the picture (8.5.3.2.7). */
function rescaled(
  context: PredictionContext,
  count: number,
  list: 0 | 1,
  target: ListEntry,
  vector: Vector,
): boolean {
  const { isLongTerm, order } = target;
  const given = first(context, count, list, (entry) => entry.isLongTerm === isLongTerm, vector);
  if (!given) return false;
  const own = context.lists.order;
  if (!isLongTerm) scaleVector(vector, own - order, own - given.order);
  return true;
}

/**
 * The first vector that a neighbour gives for a reference that fits, of the wanted list before the
 * other one.
 *
 * @returns its reference; null if there is none
 */
function first(
  { field, lists }: PredictionContext,
  count: number,
  list: 0 | 1,
  fits: (entry: ListEntry) => boolean,
  vector: Vector,
): ListEntry | null {
  for (let place = 0; place < count; place++) {
    const x = xs[place] as number;
    if (x < 0) continue;
    const unit = field.unitAt(x, ys[place] as number);
    for (let turn = 0; turn < 2; turn++) {
      const from = (turn === 0 ? list : 1 - list) as 0 | 1;
      const reference = field.references[2 * unit + from] as number;
      const entry = reference < 0 ? undefined : lists.lists[from][reference];
      if (!entry || !fits(entry)) continue;
      vector.x = field.vectors[4 * unit + 2 * from] as number;
      vector.y = field.vectors[4 * unit + 2 * from + 1] as number;
      return entry;
    }
  }
  return null;
}
