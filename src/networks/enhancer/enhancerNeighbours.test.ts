import { expect, test } from 'vitest';
import { neighboursOf } from './enhancerNeighbours.ts';

/** K: a key frame. */
const packetsOf = (kinds: string) => Array.from(kinds, (kind) => ({ key: kind === 'K' }));

const VIDEO = packetsOf('KpppKpppKp');

test('a frame gets the next frame, the next key frame and the end of the group before', () => {
  expect(neighboursOf(5, VIDEO)).toEqual({ following: 6, nextKey: 8, groupBefore: 3 });
});

test('a following key frame is skipped, since it is already the next key frame', () => {
  expect(neighboursOf(3, VIDEO)).toMatchObject({ following: 5, nextKey: 4 });
});

test('a key frame begins its own group', () => {
  expect(neighboursOf(4, VIDEO)).toEqual({ following: 5, nextKey: 8, groupBefore: 3 });
});

test('a missing neighbour is replaced by the frame itself', () => {
  expect(neighboursOf(0, VIDEO)).toEqual({ following: 1, nextKey: 4, groupBefore: 0 });
  expect(neighboursOf(2, VIDEO)).toMatchObject({ groupBefore: 2 });
  expect(neighboursOf(9, VIDEO)).toMatchObject({ following: 9, groupBefore: 7 });
  expect(neighboursOf(7, packetsOf('KpppKpppK'))).toMatchObject({ following: 7, nextKey: 8 });
  expect(neighboursOf(0, packetsOf('K'))).toEqual({ following: 0, nextKey: 0, groupBefore: 0 });
});

test('in the last group, the key frame before stands for the next one', () => {
  expect(neighboursOf(9, VIDEO)).toEqual({ following: 9, nextKey: 4, groupBefore: 7 });
  expect(neighboursOf(8, VIDEO)).toEqual({ following: 9, nextKey: 4, groupBefore: 7 });
  expect(neighboursOf(1, packetsOf('Kpp'))).toEqual({ following: 2, nextKey: 1, groupBefore: 1 });
});

test('in a video of key frames only, the neighbours are key frames', () => {
  expect(neighboursOf(1, packetsOf('KKKK'))).toEqual({ following: 3, nextKey: 2, groupBefore: 0 });
});

test('the frames before the first key frame of a cut stream are one group', () => {
  expect(neighboursOf(1, packetsOf('pppKp'))).toEqual({ following: 2, nextKey: 3, groupBefore: 1 });
});
