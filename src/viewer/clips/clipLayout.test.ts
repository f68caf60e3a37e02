import { describe, expect, it } from 'vitest';
import type { Rectangle } from '../../rendering/shownPicture.ts';
import { type ClipLayout, clipLayout } from './clipLayout.ts';

const frame = { width: 854, height: 480 };

/** Every rectangle of a layout. */
function rectangles({ cells }: ClipLayout): Rectangle[] {
  return cells.flatMap(({ label, picture }) => (label ? [label, picture] : [picture]));
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  const along = (aStart: number, aLength: number, bStart: number, bLength: number) =>
    aStart < bStart + bLength && bStart < aStart + aLength;
  return along(a.x, a.width, b.x, b.width) && along(a.y, a.height, b.y, b.height);
}

describe('the layout of a clip', () => {
  it('has even sides, and places that do not overlap and lie inside', () => {
    const crops = [frame, { width: 480, height: 854 }, { width: 33.3, height: 18.7 }];
    for (const crop of crops) {
      for (const size of ['native', 'large', 'small'] as const) {
        for (let count = 1; count <= 8; count++) {
          const layout = clipLayout(count, crop, size, count % 2 === 0);
          const { width, height } = layout.size;
          expect([width % 2, height % 2]).toEqual([0, 0]);
          const places = rectangles(layout);
          expect(layout.cells).toHaveLength(count);
          for (const [index, place] of places.entries()) {
            expect(place.x + place.width).toBeLessThanOrEqual(width);
            expect(place.y + place.height).toBeLessThanOrEqual(height);
            expect(places.slice(0, index).some((other) => overlap(place, other))).toBe(false);
          }
        }
      }
    }
  });

  it('shows the published figure in two rows, which fill the width', () => {
    const { size, cells, fontSize } = clipLayout(4, frame, 'large', true);
    expect(size).toEqual({ width: 1920, height: 1190 });
    expect(cells.map(({ picture }) => [picture.x, picture.y])).toEqual([
      [0, 54],
      [964, 54],
      [0, 653],
      [964, 653],
    ]);
    expect(fontSize).toBe(30);
  });

  it('keeps a pixel for each pixel of the frame, and enlarges small parts by whole numbers', () => {
    const native = clipLayout(2, frame, 'native', false);
    expect(native.cells.map(({ picture }) => picture)).toEqual([
      { x: 0, y: 0, ...frame },
      { x: 861, y: 0, ...frame },
    ]);
    const part = clipLayout(1, { width: 100, height: 60 }, 'native', false);
    expect(part.size).toEqual({ width: 400, height: 240 });
  });

  it('fits an upright picture by its height', () => {
    const { size } = clipLayout(1, { width: 480, height: 854 }, 'small', true);
    expect(size.height).toBeLessThanOrEqual(960);
    expect(size.height).toBeGreaterThan(950);
  });
});
