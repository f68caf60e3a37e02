import { describe, expect, it } from 'vitest';
import { fitView, panView, toFrame, toWindow, zoomView } from './viewTransform.ts';

const FRAME = { width: 854, height: 480 };
const WINDOW = { width: 390, height: 500 };

describe('the view of a frame', () => {
  it('fits the frame to the window and centres it', () => {
    const view = fitView(FRAME, WINDOW);
    expect(view.scale).toBeCloseTo(390 / 854);
    expect(view.x).toBe(0);
    expect(toWindow(view, { x: 427, y: 240 })).toEqual({ x: 195, y: 250 });
  });

  it('keeps the point under the pointer when zooming', () => {
    const anchor = { x: 120, y: 230 };
    const view = fitView(FRAME, WINDOW);
    const place = toFrame(view, anchor);
    const zoomed = zoomView(view, 3, anchor, FRAME, WINDOW);
    expect(zoomed.scale).toBeCloseTo(view.scale * 3);
    expect(toFrame(zoomed, anchor).x).toBeCloseTo(place.x);
    expect(toFrame(zoomed, anchor).y).toBeCloseTo(place.y);
  });

  it('limits the scale to 32 and to half of the fitted scale', () => {
    const view = fitView(FRAME, WINDOW);
    const middle = { x: 195, y: 250 };
    expect(zoomView(view, 1e6, middle, FRAME, WINDOW).scale).toBe(32);
    expect(zoomView(view, 1e-6, middle, FRAME, WINDOW).scale).toBeCloseTo(view.scale / 2);
  });

  it('keeps a part of the frame visible', () => {
    const far = panView(fitView(FRAME, WINDOW), { x: 1e5, y: -1e5 }, FRAME, WINDOW);
    const topLeft = toWindow(far, { x: 0, y: 0 });
    const bottomRight = toWindow(far, { x: 854, y: 480 });
    expect(topLeft.x).toBeLessThan(WINDOW.width);
    expect(bottomRight.y).toBeGreaterThan(0);
  });
});
