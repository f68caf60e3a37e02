import { expect, test } from 'vitest';
import { nextPosition, type Position, playedFrames } from './nextFrame.ts';

/** The frames of so many steps. */
function play(start: number, steps: number, loop: readonly [number, number], pingPong = false) {
  let position: Position = { frame: start, direction: 1 };
  return Array.from({ length: steps }, () => {
    position = nextPosition(position, { first: loop[0], last: loop[1] }, pingPong);
    return position.frame;
  });
}

test('without a loop all frames are played', () => {
  expect(playedFrames(null, 60)).toEqual({ first: 0, last: 59 });
  expect(play(58, 3, [0, 59])).toEqual([59, 0, 1]);
});

test('a loop starts again after its last frame', () => {
  expect(play(4, 5, [3, 6])).toEqual([5, 6, 3, 4, 5]);
});

test('ping-pong turns at both ends and shows each end once', () => {
  expect(play(4, 8, [3, 6], true)).toEqual([5, 6, 5, 4, 3, 4, 5, 6]);
});

test('from outside the loop, playback goes to its first frame', () => {
  expect(play(0, 2, [3, 6])).toEqual([3, 4]);
  expect(play(9, 2, [3, 6], true)).toEqual([3, 4]);
});

test('a loop of one frame stays on it', () => {
  expect(play(5, 3, [5, 5], true)).toEqual([5, 5, 5]);
});

test('a loop is cut at the end of the sequence, and one beyond it does not count', () => {
  expect(playedFrames({ first: 3, last: 80 }, 60)).toEqual({ first: 3, last: 59 });
  expect(playedFrames({ first: 70, last: 80 }, 60)).toEqual({ first: 0, last: 59 });
});
