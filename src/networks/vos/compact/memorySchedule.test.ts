import { describe, expect, it } from 'vitest';
import { MemorySchedule } from './memorySchedule.ts';

describe('MemorySchedule', () => {
  it('holds the first frame and every fifth before the previous one', () => {
    expect(contentsAfter(1)).toEqual([0]);
    expect(contentsAfter(2)).toEqual([0]);
    expect(contentsAfter(6)).toEqual([0]);
    expect(contentsAfter(7)).toEqual([0, 5]);
    expect(contentsAfter(11)).toEqual([0, 5]);
    expect(contentsAfter(13)).toEqual([0, 5, 10]);
  });

  it('replaces the oldest kept frame when it is full, never the first', () => {
    expect(contentsAfter(22)).toEqual([0, 5, 10, 15, 20]);
    expect(contentsAfter(26)).toEqual([0, 5, 10, 15, 20]);
    expect(contentsAfter(27)).toEqual([0, 10, 15, 20, 25]);
    expect(contentsAfter(203)).toEqual([0, 185, 190, 195, 200]);
  });

  // Slots from `MemorySchedule` of models/compact_vos/memory.py.
  it('says where the frame before is to be kept, as in training', () => {
    const schedule = new MemorySchedule(5, 5);
    const slots = Array.from({ length: 33 }, () => schedule.remember());
    const kept = slots.flatMap((slot, frame) => (slot === null ? [] : [[frame, slot]]));
    expect(kept).toEqual([
      [0, 0],
      [6, 1],
      [11, 2],
      [16, 3],
      [21, 4],
      [26, 1],
      [31, 2],
    ]);
    expect(schedule.contents).toEqual([0, 25, 30, 15, 20]);
  });

  it('holds a pinned frame for as long as unpinned ones can make room', () => {
    expect(contentsAfter(8, [7])).toEqual([0, 5]);
    expect(contentsAfter(9, [7])).toEqual([0, 5, 7]);
    expect(contentsAfter(38, [7])).toEqual([0, 7, 25, 30, 35]);
    expect(contentsAfter(203, [7, 9])).toEqual([0, 7, 9, 195, 200]);
  });

  it('lets the oldest pinned frame go when all are pinned', () => {
    expect(contentsAfter(40, [1, 2, 3])).toEqual([0, 1, 2, 3, 35]);
    expect(contentsAfter(10, [1, 2, 3, 4])).toEqual([0, 2, 3, 4, 5]);
  });

  it('says that a pinned first frame lies in its slot besides', () => {
    const schedule = new MemorySchedule(5, 5);
    schedule.remember();
    expect(schedule.pinPrevious()).toBe(0);
    schedule.remember();
    expect(schedule.pinPrevious()).toBeNull();
    expect(schedule.remember()).toBe(1);
  });

  it('works with the smallest memory', () => {
    const schedule = new MemorySchedule(2, 5);
    const slots = Array.from({ length: 12 }, () => schedule.remember());
    expect(slots.filter((slot) => slot !== null)).toEqual([0, 1, 1]);
    expect(() => new MemorySchedule(1, 5)).toThrow('needs 2 slots');
    expect(() => new MemorySchedule(5, 5).pinPrevious()).toThrow('nothing was remembered');
  });
});

/** Frame numbers in the slots of a memory of 5 after so many frames, ascending. */
function contentsAfter(frames: number, pinned: readonly number[] = []): number[] {
  const schedule = new MemorySchedule(5, 5);
  for (let frame = 0; frame < frames; frame++) {
    schedule.remember();
    if (pinned.includes(frame)) schedule.pinPrevious();
  }
  return [...schedule.contents].sort((a, b) => a - b);
}
