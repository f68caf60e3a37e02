import { describe, expect, it } from 'vitest';
import { mergedMotion } from './mergeCandidates.ts';
import {
  type ListEntry,
  type Motion,
  MotionField,
  noMotion,
  type ReferenceLists,
} from './motionField.ts';
import { type PredictionBlock, type PredictionContext, scaleVector } from './motionVectors.ts';
import { predictedVector } from './vectorPrediction.ts';

const short = (order: number): ListEntry => ({ order, isLongTerm: false });
const long = (order: number): ListEntry => ({ order, isLongTerm: true });

function listsOf(order: number, list0: ListEntry[], list1: ListEntry[] = []): ReferenceLists {
  const hasNoLater = [...list0, ...list1].every((entry) => entry.order <= order);
  return { order, lists: [list0, list1], hasNoLater };
}

/** A picture of one coding tree block of 64×64 samples. */
function fieldOf(lists: ReferenceLists): MotionField {
  const field = new MotionField(64, 64, 6, 1, 1);
  field.slices.push(lists);
  return field;
}

function contextOf(
  lists: ReferenceLists,
  given: Partial<PredictionContext> = {},
): PredictionContext {
  return {
    ...{ field: fieldOf(lists), lists, isB: false, mergeCandidates: 5, log2ParallelMerge: 2 },
    ...{ log2TreeBlock: 6, collocated: null, collocatedList: 0, zeroReferences: 1 },
    // What lies to the left of and above the block at (16, 16) was read before.
    isAvailable: (_fromX, _fromY, x, y) => x >= 0 && y >= 0 && (x < 16 || y < 16) && y < 32,
    ...given,
  };
}

const BLOCK: PredictionBlock = {
  ...{ cbX: 16, cbY: 16, cbSize: 16, x: 16, y: 16, width: 16, height: 16, part: 0 },
  ...{ isSplitAcross: false, isSplitDown: false },
};

const motion = (reference0: number, x0: number, y0: number): Motion => ({
  ...noMotion(),
  ...{ reference0, x0, y0 },
});

function predicted(context: PredictionContext, index: number, which: number) {
  const vector = { x: 99, y: 99 };
  predictedVector(context, BLOCK, 0, index, which, vector);
  return [vector.x, vector.y];
}

describe('a vector to a picture at another distance', () => {
  const scaled = (x: number, y: number, wanted: number, given: number) => {
    const vector = { x, y };
    scaleVector(vector, wanted, given);
    return [vector.x, vector.y];
  };

  it('is scaled by the ratio of the distances', () => {
    expect(scaled(64, -64, 2, 1)).toEqual([128, -128]);
    expect(scaled(64, -64, 1, 2)).toEqual([32, -32]);
    expect(scaled(64, -64, -1, 2)).toEqual([-32, 32]);
    // 4/3: (16384 + 1) / 3 = 5461, (4 × 5461 + 32) >> 6 = 341; (341 × 100 + 127) >> 8 = 133.
    expect(scaled(100, -100, 4, 3)).toEqual([133, -133]);
  });

  it('stays within 16 bits, and the ratio within 16', () => {
    expect(scaled(20_000, -20_000, 8, 1)).toEqual([32_767, -32_768]);
    // (128 × 16384 + 32) >> 6 = 32768, cut to 4095: not quite 16.
    expect(scaled(256, 0, 127, 1)).toEqual([4095, 0]);
  });
});

describe('a predictor of a vector (8.5.3.2.6)', () => {
  it('is the vector of a neighbour to the same picture, left before above', () => {
    const context = contextOf(listsOf(8, [short(7), short(6)]));
    context.field.fill(8, 16, 8, 16, motion(1, 5, 6));
    context.field.fill(16, 8, 16, 8, motion(1, 7, 8));
    expect(predicted(context, 1, 0)).toEqual([5, 6]);
    expect(predicted(context, 1, 1)).toEqual([7, 8]);
  });

  it('is scaled where the neighbour refers to another picture', () => {
    const context = contextOf(listsOf(8, [short(7), short(6)]));
    context.field.fill(8, 16, 8, 16, motion(0, 10, -10));
    expect(predicted(context, 1, 0)).toEqual([20, -20]);
    // There is no other one: the second is zero.
    expect(predicted(context, 1, 1)).toEqual([0, 0]);
  });

  it('from above takes the place of the left one where nothing is on the left', () => {
    const context = contextOf(listsOf(8, [short(7), short(6)]));
    context.field.fill(16, 8, 16, 8, motion(0, 10, -10));
    // Only scaled, once.
    expect(predicted(context, 1, 0)).toEqual([20, -20]);
    expect(predicted(context, 1, 1)).toEqual([0, 0]);
  });

  it('is never taken from a long-term for a short-term reference, or the other way round', () => {
    const context = contextOf(listsOf(8, [short(7), long(0)]));
    context.field.fill(8, 16, 8, 16, motion(1, 10, -10));
    expect(predicted(context, 0, 0)).toEqual([0, 0]);
    context.field.fill(8, 16, 8, 16, motion(0, 10, -10));
    expect(predicted(context, 1, 0)).toEqual([0, 0]);
  });

  it('for another long-term reference is not scaled', () => {
    const context = contextOf(listsOf(8, [long(4), long(0)]));
    context.field.fill(8, 16, 8, 16, motion(1, 10, -10));
    expect(predicted(context, 0, 0)).toEqual([10, -10]);
  });
});

describe('the temporal candidate (8.5.3.2.8)', () => {
  const collocatedOf = (given: Motion, lists: ReferenceLists) => {
    const field = fieldOf(lists);
    // It is looked up at a sixteenth of the resolution, below and right of the block.
    field.fill(32, 32, 16, 16, given);
    return field;
  };

  it('is scaled by the distances of the two pictures', () => {
    const collocated = collocatedOf(motion(0, 12, 8), listsOf(7, [short(4)]));
    const context = contextOf(listsOf(8, [short(7)]), { collocated });
    // A third of the vector over three pictures: (16384 + 1) / 3 = 5461, (5461 + 32) >> 6 = 85.
    expect(predicted(context, 0, 0)).toEqual([4, 3]);
  });

  it('of a long-term reference serves only long-term references, and is not scaled', () => {
    const collocated = collocatedOf(motion(0, 12, 8), listsOf(7, [long(0)]));
    expect(predicted(contextOf(listsOf(8, [long(0)]), { collocated }), 0, 0)).toEqual([12, 8]);
    expect(predicted(contextOf(listsOf(8, [short(7)]), { collocated }), 0, 0)).toEqual([0, 0]);
  });

  it('comes from the other list where later pictures are referred to', () => {
    const both: Motion = { reference0: 0, x0: 1, y0: 1, reference1: 0, x1: 2, y1: 2 };
    const collocated = collocatedOf(both, listsOf(4, [short(0)], [short(8)]));
    // collocated_from_l0_flag 1 takes list 1, 0 takes list 0.
    const lists = listsOf(4, [short(0)], [short(8)]);
    const from = (collocatedList: 0 | 1) =>
      predicted(contextOf(lists, { collocated, collocatedList }), 0, 0);
    expect(from(0)).toEqual([-2, -2]);
    expect(from(1)).toEqual([1, 1]);
    // With none of them later it is the list itself.
    const past = contextOf(listsOf(12, [short(8)], [short(8)]), { collocated, collocatedList: 0 });
    expect(predicted(past, 0, 0)).toEqual([1, 1]);
  });
});

describe('merged motion (8.5.3.2.2)', () => {
  const merged = (context: PredictionContext, index: number) => {
    const result = noMotion();
    mergedMotion(context, BLOCK, index, result);
    return result;
  };

  it('lists each motion of a neighbour once, then zero motion to each reference', () => {
    const context = contextOf(listsOf(8, [short(7), short(6)]), { zeroReferences: 2 });
    context.field.fill(8, 16, 8, 16, motion(1, 5, 6));
    context.field.fill(16, 8, 16, 8, motion(1, 5, 6));
    expect(merged(context, 0)).toEqual(motion(1, 5, 6));
    expect(merged(context, 1)).toEqual(motion(0, 0, 0));
    expect(merged(context, 2)).toEqual(motion(1, 0, 0));
    // There are only two references: from then on it is the first one.
    expect(merged(context, 3)).toEqual(motion(0, 0, 0));
  });

  it('combines the lists of two candidates in B slices', () => {
    const context = contextOf(listsOf(4, [short(0)], [short(8)]), { isB: true });
    context.field.fill(8, 16, 8, 16, motion(0, 5, 6));
    const second = { ...noMotion(), reference1: 0, x1: 7, y1: 8 };
    context.field.fill(16, 8, 16, 8, second);
    expect(merged(context, 1)).toEqual(second);
    expect(merged(context, 2)).toEqual({ ...second, reference0: 0, x0: 5, y0: 6 });
    // Candidates 1 and 0 have nothing to combine. What follows is zero motion.
    expect(merged(context, 3)).toEqual({ ...motion(0, 0, 0), reference1: 0 });
  });

  it('does not look at neighbours in the same region of parallel merging', () => {
    const context = contextOf(listsOf(8, [short(7)]), { log2ParallelMerge: 5 });
    context.field.fill(8, 16, 8, 16, motion(0, 5, 6));
    expect(merged(context, 0)).toEqual(motion(0, 0, 0));
    expect(merged({ ...context, log2ParallelMerge: 4 }, 0)).toEqual(motion(0, 5, 6));
  });

  it('does not give the second of two parts the motion of the first', () => {
    const context = contextOf(listsOf(8, [short(7)]));
    const right = { ...BLOCK, x: 24, width: 8, part: 1, isSplitAcross: true };
    context.field.fill(16, 16, 8, 16, motion(0, 5, 6));
    const result = noMotion();
    mergedMotion(context, right, 0, result);
    expect(result).toEqual(motion(0, 0, 0));
    mergedMotion(context, { ...right, isSplitAcross: false }, 0, result);
    expect(result).toEqual(motion(0, 5, 6));
  });
});
