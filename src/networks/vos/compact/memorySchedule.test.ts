import { describe, expect, it } from 'vitest';
import { MemorySchedule } from './memorySchedule.ts';

describe('MemorySchedule', () => {
  it('contains the first frame and every fifth one before the previous frame', () => {
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
  it('returns the slot of the previous frame, as in training', () => {
    const schedule = new MemorySchedule(5, 5);
    const slots = Array.from({ length: 33 }, () => schedule.add());
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

  it('keeps a pinned frame as long as an unpinned one can be replaced', () => {
    expect(contentsAfter(8, [7])).toEqual([0, 5]);
    expect(contentsAfter(9, [7])).toEqual([0, 5, 7]);
    expect(contentsAfter(38, [7])).toEqual([0, 7, 25, 30, 35]);
    expect(contentsAfter(203, [7, 9])).toEqual([0, 7, 9, 195, 200]);
  });

  it('replaces the oldest pinned frame when all are pinned', () => {
    expect(contentsAfter(40, [1, 2, 3])).toEqual([0, 1, 2, 3, 35]);
    expect(contentsAfter(10, [1, 2, 3, 4])).toEqual([0, 2, 3, 4, 5]);
  });

  it('returns the slot of a pinned first frame, which is already in it', () => {
    const schedule = new MemorySchedule(5, 5);
    schedule.add();
    expect(schedule.pinPrevious()).toBe(0);
    schedule.add();
    expect(schedule.pinPrevious()).toBeNull();
    expect(schedule.add()).toBe(1);
  });

  it('works with the smallest memory', () => {
    const schedule = new MemorySchedule(2, 5);
    const slots = Array.from({ length: 12 }, () => schedule.add());
    expect(slots.filter((slot) => slot !== null)).toEqual([0, 1, 1]);
    expect(() => new MemorySchedule(1, 5)).toThrow('needs 2 slots');
    expect(() => new MemorySchedule(5, 5).pinPrevious()).toThrow('has no frame yet');
  });
});

/** Frame numbers in the slots of a memory of 5 after `frames` frames, ascending. */
function contentsAfter(frames: number, pinned: readonly number[] = []): number[] {
  const schedule = new MemorySchedule(5, 5);
  for (let frame = 0; frame < frames; frame++) {
    schedule.add();
    if (pinned.includes(frame)) schedule.pinPrevious();
  }
  return [...schedule.contents].sort((a, b) => a - b);
}
