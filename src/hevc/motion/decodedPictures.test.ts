import { describe, expect, it } from 'vitest';
import type { LongTermPicture, SliceHeader } from '../slices/sliceHeader.ts';
import { DecodedPictures } from './decodedPictures.ts';
import { MotionField } from './motionField.ts';
import { type ReferencePicture, referenceLists } from './referenceLists.ts';

/** nal_unit_type (table 7-1). */
const TRAIL_N = 0;
const TRAIL_R = 1;
const RASL_R = 9;
const IDR = 19;
const CRA = 21;

/** What is used of a slice header; 4 bits of the picture order count are written. */
function slice(given: Partial<SliceHeader>): SliceHeader {
  return {
    sequence: { width: 16, height: 16, log2TreeBlock: 4, columns: 1, rows: 1, orderBits: 4 },
    ...{ type: 1, orderLowBits: 0, shortTerm: { before: [], after: [] }, longTerm: [] },
    ...{ active: [1, 0], listEntries: [null, null], hasTemporalVectors: false },
    ...{ collocatedList: 0, collocatedIndex: 0 },
    ...given,
  } as SliceHeader;
}

/** Pictures one after the other, each of which stays there. */
class Stream {
  readonly decoded = new DecodedPictures();

  add(given: Partial<SliceHeader>, type = TRAIL_R, startsSequence = type === IDR, temporalId = 0) {
    const started = this.decoded.start(
      slice(given),
      { type, layer: 0, temporalId },
      startsSequence,
    );
    const motion = new MotionField(16, 16, 4, 1, 1);
    motion.slices.push({ order: started.order, lists: [[], []], hasNoLater: true });
    this.decoded.add({ order: started.order, motion, isComplete: true });
    return started;
  }
}

const used = (delta: number) => ({ delta, isUsed: true });
const past = (...deltas: number[]) => ({ before: deltas.map(used), after: [] });
const orders = (pictures: readonly ReferencePicture[]) => pictures.map(({ order }) => order);

describe('the picture order count (8.3.1)', () => {
  it('goes on where its lowest bits start again', () => {
    const stream = new Stream();
    expect(stream.add({}, IDR).order).toBe(0);
    expect(stream.add({ orderLowBits: 7 }).order).toBe(7);
    expect(stream.add({ orderLowBits: 14 }).order).toBe(14);
    expect(stream.add({ orderLowBits: 5 }).order).toBe(21);
    // A leading picture before it.
    expect(stream.add({ orderLowBits: 15 }).order).toBe(15);
  });

  it('is not carried on from pictures that may be left out', () => {
    const stream = new Stream();
    stream.add({}, IDR);
    stream.add({ orderLowBits: 7 });
    // Neither from one to which no other refers, nor from a leading one, nor from a higher layer.
    expect(stream.add({ orderLowBits: 12 }, TRAIL_N).order).toBe(12);
    expect(stream.add({ orderLowBits: 12 }, RASL_R).order).toBe(12);
    expect(stream.add({ orderLowBits: 12 }, TRAIL_R, false, 1).order).toBe(12);
    expect(stream.add({ orderLowBits: 0 }).order).toBe(0);
  });

  it('starts afresh with a key frame after a cut', () => {
    const stream = new Stream();
    stream.add({}, IDR);
    stream.add({ orderLowBits: 7 });
    stream.add({ orderLowBits: 14 });
    expect(stream.add({ orderLowBits: 2 }, CRA).order).toBe(18);
    expect(stream.add({ orderLowBits: 9 }, CRA, true).order).toBe(9);
  });
});

describe('the reference picture set (8.3.2)', () => {
  it('holds the pictures that are used, and keeps those that are not', () => {
    const stream = new Stream();
    stream.add({}, IDR);
    stream.add({ orderLowBits: 4, shortTerm: past(-4) });
    const set = { before: [{ delta: -1, isUsed: false }, used(-5)], after: [] };
    const { references } = stream.add({ orderLowBits: 5, shortTerm: set });
    expect(orders(references.before)).toEqual([0]);
    const next = stream.add({ orderLowBits: 6, shortTerm: past(-1, -2) });
    expect(orders(next.references.before)).toEqual([5, 4]);
    expect(next.references.before.every(({ isComplete }) => isComplete)).toBe(true);
  });

  it('has a stand-in for a picture that is missing', () => {
    const stream = new Stream();
    stream.add({}, IDR);
    stream.add({ orderLowBits: 1 });
    // The set before was empty: the first picture is gone.
    const { references } = stream.add({ orderLowBits: 2, shortTerm: past(-1, -2) });
    expect(references.before.map(({ isComplete }) => isComplete)).toEqual([true, false]);
  });

  const longTerm = (lowBits: number, cycles: number | null): LongTermPicture => ({
    ...{ lowBits, cycles, isUsed: true },
  });

  it('finds long-term pictures by their lowest bits, or by all of them', () => {
    const stream = new Stream();
    stream.add({}, IDR);
    stream.add({ orderLowBits: 3, longTerm: [longTerm(0, null)] });
    stream.add({ orderLowBits: 10, longTerm: [longTerm(0, null)], shortTerm: past(-7) });
    const kept = [longTerm(0, null), longTerm(3, null)];
    expect(orders(stream.add({ orderLowBits: 1, longTerm: kept }).references.longTerm)).toEqual([
      0, 3,
    ]);
    // Order 17 now; 19 has the lowest bits of 3, and the difference of their cycles tells them apart.
    stream.add({ orderLowBits: 3, longTerm: kept, shortTerm: past(-2) });
    const two = [longTerm(3, 1), longTerm(3, 0), longTerm(1, 0)];
    expect(orders(stream.add({ orderLowBits: 4, longTerm: two }).references.longTerm)).toEqual([
      3, 19, 17,
    ]);
  });
});

describe('reference lists (8.3.4)', () => {
  const picture = (order: number): ReferencePicture => ({
    ...{ order, isComplete: true, motion: new MotionField(16, 16, 4, 1, 1) },
  });
  const set = { before: [picture(4), picture(2)], after: [picture(8)], longTerm: [picture(0)] };

  it('start with the pictures before, or with those after, and go round', () => {
    const { lists } = referenceLists(slice({ type: 0, active: [5, 3] }), set, 6);
    expect(lists.lists[0].map(({ order }) => order)).toEqual([4, 2, 8, 0, 4]);
    expect(lists.lists[1].map(({ order }) => order)).toEqual([8, 4, 2]);
    expect(lists.lists[0].map(({ isLongTerm }) => isLongTerm)).toEqual([
      ...[false, false, false, true, false],
    ]);
    expect(lists.hasNoLater).toBe(false);
  });

  it('may be written entry by entry', () => {
    const listEntries = [[3, 3], [2]] as const;
    const { lists } = referenceLists(slice({ type: 0, active: [2, 1], listEntries }), set, 6);
    // Entries count in the lists as they would be: list 1 starts with 8, 4, 2.
    expect(lists.lists[0].map(({ order }) => order)).toEqual([0, 0]);
    expect(lists.lists[1].map(({ order }) => order)).toEqual([2]);
    expect(lists.hasNoLater).toBe(true);
  });

  it('give the picture with the temporal candidates', () => {
    const given = { type: 0, active: [2, 2] as const, hasTemporalVectors: true };
    const from = (collocatedList: 0 | 1, collocatedIndex: number) =>
      referenceLists(slice({ ...given, collocatedList, collocatedIndex }), set, 6).collocated;
    expect(from(0, 1)?.order).toBe(2);
    expect(from(1, 0)?.order).toBe(8);
    expect(referenceLists(slice({ active: [1, 0] }), set, 6).collocated).toBeNull();
  });

  it('of a slice without references are refused', () => {
    const none = { before: [], after: [], longTerm: [] };
    expect(() => referenceLists(slice({}), none, 6)).toThrow(
      'it predicts from other pictures, but names none',
    );
  });
});
