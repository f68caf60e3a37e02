import { describe, expect, it } from 'vitest';
import { MemorySchedule } from './memorySchedule.ts';

describe('MemorySchedule', () => {
  it('holds the first frame, every fifth and the previous one', () => {
    expect(contentsAfter(1)).toEqual([0]);
    expect(contentsAfter(2)).toEqual([0, 1]);
    expect(contentsAfter(5)).toEqual([0, 4]);
    expect(contentsAfter(6)).toEqual([0, 5]);
    expect(contentsAfter(7)).toEqual([0, 5, 6]);
    expect(contentsAfter(13)).toEqual([0, 5, 10, 12]);
  });

  it('replaces the oldest kept frame when it is full, never the first', () => {
    expect(contentsAfter(33)).toEqual([0, 5, 10, 15, 20, 25, 30, 32]);
    expect(contentsAfter(36)).toEqual([0, 5, 10, 15, 20, 25, 30, 35]);
    expect(contentsAfter(38)).toEqual([0, 10, 15, 20, 25, 30, 35, 37]);
    expect(contentsAfter(203)).toEqual([0, 175, 180, 185, 190, 195, 200, 202]);
  });

  it('fills slots without gaps and writes each frame to one slot only', () => {
    const schedule = new MemorySchedule(8, 5);
    const slots = Array.from({ length: 38 }, () => schedule.remember());
    expect(slots.slice(0, 12)).toEqual([0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3]);
    // Frame 36: slot 1 held frame 5, the oldest of the kept ones.
    expect(slots[35]).toBe(7);
    expect(slots[36]).toBe(1);
    expect(schedule.contents).toHaveLength(8);
  });

  it('holds a pinned frame for as long as unpinned ones can make room', () => {
    expect(contentsAfter(8, [7])).toEqual([0, 5, 7]);
    expect(contentsAfter(38, [7])).toEqual([0, 7, 15, 20, 25, 30, 35, 37]);
    expect(contentsAfter(203, [7, 9])).toEqual([0, 7, 9, 185, 190, 195, 200, 202]);
  });

  it('lets the oldest pinned frame go when all are pinned', () => {
    expect(contentsAfter(40, [1, 2, 3, 4, 6, 7])).toEqual([0, 1, 2, 3, 4, 6, 7, 39]);
    expect(contentsAfter(40, [1, 2, 3, 4, 6, 7, 8])).toEqual([0, 2, 3, 4, 6, 7, 8, 39]);
  });

  it('works with the smallest memory', () => {
    const schedule = new MemorySchedule(2, 5);
    expect(Array.from({ length: 8 }, () => schedule.remember())).toEqual([0, 1, 1, 1, 1, 1, 1, 1]);
    expect(() => new MemorySchedule(1, 5)).toThrow('needs 2 slots');
  });
});

/** Frame numbers in a memory of 8 after so many frames, ascending. */
function contentsAfter(frames: number, pinned: readonly number[] = []): number[] {
  const schedule = new MemorySchedule(8, 5);
  for (let frame = 0; frame < frames; frame++) {
    schedule.remember();
    if (pinned.includes(frame)) schedule.pinPrevious();
  }
  return [...schedule.contents].sort((a, b) => a - b);
}
