import { expect, test } from 'vitest';
import { formatRate, Pace, reachedText } from './pace.ts';

/** Plays for so many seconds on a screen with a number of refreshes a second. */
function play(rate: number, refreshes: number, seconds: number) {
  const pace = new Pace(rate, 0);
  let frames = 0;
  for (let refresh = 1; refresh <= refreshes * seconds; refresh++) {
    if (pace.advance((refresh * 1000) / refreshes)) frames++;
  }
  return { frames, reached: pace.reached() ?? 0 };
}

test('frames are shown at the wanted rate though the screen refreshes at another', () => {
  expect(play(24, 60, 10).frames).toBeGreaterThanOrEqual(239);
  expect(play(24, 60, 10).frames).toBeLessThanOrEqual(240);
  expect(play(24, 60, 10).reached).toBeCloseTo(24, 0);
});

test('a page that is too slow plays slower, one frame at a time', () => {
  const { frames, reached } = play(48, 10, 5);
  expect(frames).toBe(50);
  expect(reached).toBeCloseTo(10, 5);
});

test('after a pause of the page, frames are not made up for', () => {
  const pace = new Pace(10, 0);
  expect(pace.advance(100)).toBe(true);
  expect(pace.advance(5000)).toBe(true);
  expect(pace.advance(5010)).toBe(false);
  expect(pace.advance(5100)).toBe(true);
});

test('the rate is unknown before two frames, and never above the wanted one', () => {
  const pace = new Pace(10, 0);
  expect(pace.reached()).toBeNull();
  pace.advance(130);
  expect(pace.reached()).toBeNull();
  pace.advance(200);
  expect(pace.reached()).toBe(10);
});

test('rates are whole numbers, or have a decimal below ten', () => {
  expect([24, 23.976, 3.125, 6].map(formatRate)).toEqual(['24', '24', '3.1', '6']);
  expect(reachedText(17.6, 24)).toBe('reaches 18 of 24 frames a second');
});
