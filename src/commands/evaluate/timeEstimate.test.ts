import { expect, test } from 'vitest';
import { durationText, TimeEstimate } from './timeEstimate.ts';

test('there is no estimate before anything has been measured', () => {
  const waiting = [{ frames: 10, kind: 'fresh' }] as const;
  const current = { frames: 10, kind: 'fresh', part: 0.01, seconds: 5 } as const;
  expect(new TimeEstimate().secondsLeft(waiting, current)).toBeNull();
});

test('the running experiment is used to estimate the others', () => {
  const waiting = [{ frames: 20, kind: 'fresh' }] as const;
  const current = { frames: 10, kind: 'fresh', part: 0.5, seconds: 10 } as const;
  expect(new TimeEstimate().secondsLeft(waiting, current)).toBeCloseTo(5 * 2 + 20 * 2);
});

test('experiments that reuse masks have their own estimate', () => {
  const estimate = new TimeEstimate();
  estimate.add({ frames: 10, kind: 'fresh' }, 30);
  estimate.add({ frames: 10, kind: 'reused' }, 20);
  const waiting = [
    { frames: 5, kind: 'fresh' },
    { frames: 5, kind: 'reused' },
  ] as const;
  expect(estimate.secondsLeft(waiting, null)).toBeCloseTo(5 * 3 + 5 * 2);
});

test.each([
  [0.2, '1 s'],
  [89, '89 s'],
  [600, '10 min'],
  [3 * 3600 + 300, '3 h 05 min'],
])('%d s is formatted as %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
