import { describe, expect, it } from 'vitest';
import { shownPart } from './shownPart.ts';

const frame = { width: 854, height: 480 };
const window = { width: 400, height: 225 };

describe('the part of a frame that a window shows', () => {
  it('is all of it without zoom, and where the frame is smaller than the window', () => {
    const whole = { x: 0, y: 0, ...frame };
    expect(shownPart(null, frame, window)).toEqual(whole);
    expect(shownPart({ scale: 0.25, x: 427, y: 240 }, frame, window)).toEqual(whole);
  });

  it('is around the middle of the zoom, and inside the frame', () => {
    expect(shownPart({ scale: 2, x: 300, y: 200.25 }, frame, window)).toEqual({
      ...{ x: 200, y: 144 },
      ...{ width: 200, height: 112.5 },
    });
    const corner = shownPart({ scale: 2, x: 854, y: 480 }, frame, window);
    expect(corner.x + corner.width).toBe(854);
    expect(corner.y + corner.height).toBeCloseTo(480, 10);
  });
});
