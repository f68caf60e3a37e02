import { expect, it } from 'vitest';
import { type StcnFrame, StcnMemory } from './stcnMemory.ts';

function frame(number: number, given = false): StcnFrame {
  return { number, given, key: new Float32Array(1), values: [] };
}

/** Frames that are remembered after so many, with objects given in some of them. */
function rememberedAfter(count: number, capacity: number | undefined, given: readonly number[]) {
  const memory = new StcnMemory(5, capacity);
  for (let number = 0; number < count; number++) {
    if (memory.wants(number)) memory.remember(frame(number));
    // A frame is segmented first, and what appears in it is introduced afterwards.
    if (given.includes(number)) memory.remember(frame(number, true));
  }
  return memory.frames.map(({ number }) => number);
}

it('is the first frame and every fifth after the latest remembered', () => {
  expect(rememberedAfter(17, undefined, [0])).toEqual([0, 5, 10, 15]);
  expect(rememberedAfter(17, undefined, [0, 7])).toEqual([0, 5, 7, 12]);
});

it('has a frame in which an object appears once, also where it is a fifth one', () => {
  expect(rememberedAfter(12, undefined, [0, 5])).toEqual([0, 5, 10]);
});

it('forgets the oldest that nobody annotated, where it is bounded', () => {
  expect(rememberedAfter(31, 3, [0])).toEqual([0, 25, 30]);
  expect(rememberedAfter(31, 3, [0, 7])).toEqual([0, 7, 27]);
  expect(() => new StcnMemory(5, 1)).toThrow('2 frames, not 1');
});
