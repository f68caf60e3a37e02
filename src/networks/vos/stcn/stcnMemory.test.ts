import { expect, it } from 'vitest';
import { type StcnFrame, StcnMemory } from './stcnMemory.ts';

function frame(number: number, given = false): StcnFrame {
  return { number, given, key: new Float32Array(1), values: [] };
}

/** Numbers of the memory frames after `count` frames, with objects given in some of them. */
function memoryAfter(count: number, capacity: number | undefined, given: readonly number[]) {
  const memory = new StcnMemory(5, capacity);
  for (let number = 0; number < count; number++) {
    if (memory.isDue(number)) memory.add(frame(number));
    // A frame is segmented first, and objects that appear in it are added afterwards.
    if (given.includes(number)) memory.add(frame(number, true));
  }
  return memory.frames.map(({ number }) => number);
}

it('contains the first frame, and the fifth one after each memory frame', () => {
  expect(memoryAfter(17, undefined, [0])).toEqual([0, 5, 10, 15]);
  expect(memoryAfter(17, undefined, [0, 7])).toEqual([0, 5, 7, 12]);
});

it('contains a frame in which an object appears only once, even if it was due', () => {
  expect(memoryAfter(12, undefined, [0, 5])).toEqual([0, 5, 10]);
});

it('replaces the oldest frame without annotation if its capacity is limited', () => {
  expect(memoryAfter(31, 3, [0])).toEqual([0, 25, 30]);
  expect(memoryAfter(31, 3, [0, 7])).toEqual([0, 7, 27]);
  expect(() => new StcnMemory(5, 1)).toThrow('2 frames, not 1');
});
