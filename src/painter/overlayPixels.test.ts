import { describe, expect, it } from 'vitest';
import { DAVIS_PALETTE } from '../sequence/davisPalette.ts';
import { overlayPixels } from './overlayPixels.ts';

describe('the overlay of a label map', () => {
  // Object 1 fills the 3×3 pixels at the lower right of a frame of 4×4.
  const ids = Uint8Array.of(0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1);
  const map = { size: { width: 4, height: 4 }, ids };
  const whole = overlayPixels(map, { left: 0, top: 0, right: 4, bottom: 4 });
  const pixel = (x: number, y: number) => [...whole.subarray((y * 4 + x) * 4, (y * 4 + x) * 4 + 4)];

  it('is transparent on the background', () => {
    expect(pixel(0, 0)).toEqual([0, 0, 0, 0]);
  });

  it('fills objects in their DAVIS colours and outlines them, but not at the edge of the frame', () => {
    expect(pixel(2, 2).slice(0, 3)).toEqual(DAVIS_PALETTE[1]);
    expect(pixel(3, 3)).toEqual(pixel(2, 2));
    expect(pixel(1, 2)[3]).toBeGreaterThan(pixel(2, 2)[3] ?? 255);
  });

  it('draws a part like the whole', () => {
    const part = overlayPixels(map, { left: 1, top: 1, right: 3, bottom: 2 });
    expect([...part]).toEqual([...pixel(1, 1), ...pixel(2, 1)]);
  });
});
