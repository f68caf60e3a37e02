import { expect, test } from 'vitest';
import { toFrame, toWindow } from './viewTransform.ts';
import { panZoom, zoomAbout, zoomTransform } from './zoom.ts';

const FRAME = { width: 854, height: 480 };
const WINDOW = { width: 427, height: 240 };

test('without zoom, the whole frame fits the window', () => {
  expect(zoomTransform(null, FRAME, WINDOW)).toEqual({ scale: 0.5, x: 0, y: 0 });
});

test('a whole magnification puts frame pixels on the pixels of the device', () => {
  const view = zoomTransform({ scale: 1, x: 300.3, y: 200.7 }, FRAME, WINDOW);
  expect(view).toEqual({ scale: 1, x: -87, y: -81 });
});

test('the point under the pointer stays there, in every window', () => {
  const anchor = { x: 100, y: 150 };
  const fixed = toFrame(zoomTransform(null, FRAME, WINDOW), anchor);
  const zoom = zoomAbout(null, 4, anchor, FRAME, WINDOW);
  const point = toWindow(zoomTransform(zoom, FRAME, WINDOW), fixed);
  expect(point.x).toBeCloseTo(anchor.x, -0.5);
  expect(point.y).toBeCloseTo(anchor.y, -0.5);
});

test('the window stays filled at the frame’s edges', () => {
  const corner = zoomAbout(null, 4, { x: 0, y: 0 }, FRAME, WINDOW);
  const moved = panZoom(corner, { x: 500, y: 500 }, FRAME, WINDOW);
  expect(zoomTransform(moved, FRAME, WINDOW)).toMatchObject({ x: 0, y: 0 });
  const across = panZoom(corner, { x: -1e5, y: -1e5 }, FRAME, WINDOW);
  const end = toWindow(zoomTransform(across, FRAME, WINDOW), { x: 854, y: 480 });
  expect(end).toEqual({ x: 427, y: 240 });
});

test('a frame that is smaller than the window is centred', () => {
  const large = { width: 1708, height: 960 };
  expect(zoomTransform({ scale: 1, x: 10, y: 10 }, FRAME, large)).toEqual({
    ...{ scale: 1, x: 427, y: 240 },
  });
});

test('the whole frame is not panned', () => {
  expect(panZoom(null, { x: 9, y: 9 }, FRAME, WINDOW)).toBeNull();
});
