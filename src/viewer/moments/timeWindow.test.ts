import { expect, test } from 'vitest';
import {
  frameAt,
  frameX,
  PLOT_LEFT,
  PLOT_RIGHT,
  panTime,
  wholeTime,
  withFrame,
  zoomTime,
} from './timeWindow.ts';

const ALL = wholeTime(60);

test('frames lie between the labels and the right edge, each in the middle of its share', () => {
  const width = PLOT_LEFT + 600 + PLOT_RIGHT;
  expect(frameX(0, ALL, width)).toBeCloseTo(PLOT_LEFT + 5);
  expect(frameX(59, ALL, width)).toBeCloseTo(PLOT_LEFT + 595);
  expect(frameAt(frameX(31, ALL, width), ALL, width)).toBeCloseTo(31);
});

test('zooming leaves the frame under the pointer where it is', () => {
  const before = frameX(20, ALL, 648);
  const zoomed = zoomTime(ALL, 3, 20, 60);
  expect(zoomed).not.toBeNull();
  expect(frameX(20, zoomed ?? ALL, 648)).toBeCloseTo(before);
  expect((zoomed?.last ?? 0) - (zoomed?.first ?? 0) + 1).toBeCloseTo(20);
});

test('zooming stays within the sequence, and ends at a few frames and at all', () => {
  const first = zoomTime(ALL, 100, -0.5, 60);
  expect(first).toEqual({ first: 0, last: 5 });
  expect(zoomTime(first ?? ALL, 0.001, 3, 60)).toBeNull();
  expect(zoomTime(wholeTime(3), 2, 1, 3)).toBeNull();
});

test('panning stops at the ends', () => {
  expect(panTime({ first: 10, last: 19 }, 5, 60)).toEqual({ first: 15, last: 24 });
  expect(panTime({ first: 10, last: 19 }, -50, 60)).toEqual({ first: 0, last: 9 });
  expect(panTime({ first: 10, last: 19 }, 500, 60)).toEqual({ first: 50, last: 59 });
});

test('the window follows the current frame', () => {
  const window = { first: 10, last: 19 };
  expect(withFrame(window, 15, 60)).toBe(window);
  expect(withFrame(window, 20, 60)).toEqual({ first: 20, last: 29 });
  expect(withFrame(window, 9, 60)).toEqual({ first: 0, last: 9 });
  expect(withFrame(window, 59, 60)).toEqual({ first: 50, last: 59 });
});
