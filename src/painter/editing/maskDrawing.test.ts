import { describe, expect, it } from 'vitest';
import type { Point } from '../../rendering/viewTransform.ts';
import type { LabelMapPicture } from '../../sequence/labelMapPng.ts';
import { drawStroke, fillPolygon, replaceObject } from './maskDrawing.ts';

function emptyMap(width: number, height: number): LabelMapPicture {
  return { size: { width, height }, ids: new Uint8Array(width * height) };
}

/** One string per row of ids, with `.` for background. */
function rows({ ids, size }: LabelMapPicture): string[] {
  return Array.from({ length: size.height }, (_, y) =>
    [...ids.subarray(y * size.width, (y + 1) * size.width)].map((id) => id || '.').join(''),
  );
}

/** Reference implementation of the distance from a point to a segment. */
function distance(x: number, y: number, a: Point, b: Point): number {
  const length2 = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const along = ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / (length2 || 1);
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - a.x - share * (b.x - a.x), y - a.y - share * (b.y - a.y));
}

const ANY = null;

describe('a brush stroke', () => {
  it('with one point is a disc of the pixels whose centres are within the radius', () => {
    const map = emptyMap(7, 6);
    const box = drawStroke(map, [{ x: 3, y: 3 }], 2, { id: 1, replaces: ANY });
    expect(rows(map)).toEqual(['.......', '..11...', '.1111..', '.1111..', '..11...', '.......']);
    expect(box).toEqual({ left: 1, top: 1, right: 5, bottom: 5 });
  });

  it('covers exactly the pixels whose centres are near the line, in every direction', () => {
    const map = emptyMap(40, 30);
    const line = [
      { x: 5.25, y: 4.5 },
      { x: 31.75, y: 11 },
      { x: 12, y: 25.5 },
      { x: 12, y: 8 },
    ];
    drawStroke(map, line, 3.5, { id: 2, replaces: ANY });
    for (let y = 0; y < 30; y++) {
      for (let x = 0; x < 40; x++) {
        const nearest = Math.min(
          ...line.slice(1).map((end, i) => distance(x + 0.5, y + 0.5, line[i] ?? end, end)),
        );
        expect(map.ids[y * 40 + x], `${x}, ${y}`).toBe(nearest <= 3.5 ? 2 : 0);
      }
    }
  });

  it('gives the same pixels in parts and as a whole', () => {
    const line = [
      { x: 2.3, y: 3.9 },
      { x: 9.1, y: 4.2 },
      { x: 10.7, y: 12.8 },
    ];
    const once = emptyMap(16, 16);
    drawStroke(once, line, 2.25, { id: 1, replaces: ANY });
    const parts = emptyMap(16, 16);
    drawStroke(parts, line.slice(0, 1), 2.25, { id: 1, replaces: ANY });
    drawStroke(parts, line.slice(0, 2), 2.25, { id: 1, replaces: ANY });
    drawStroke(parts, line.slice(1), 2.25, { id: 1, replaces: ANY });
    expect(parts.ids).toEqual(once.ids);
  });

  it('hits at least one pixel with the smallest brush', () => {
    for (let x = 1; x < 2; x += 0.125) {
      for (let y = 1; y < 2; y += 0.125) {
        const map = emptyMap(3, 3);
        expect(drawStroke(map, [{ x, y }], 0.75, { id: 1, replaces: ANY })).not.toBeNull();
      }
    }
  });

  it('is clipped to the frame, and may be outside it', () => {
    const map = emptyMap(4, 3);
    const ink = { id: 1, replaces: ANY };
    expect(drawStroke(map, [{ x: -20, y: 1 }], 5, ink)).toBeNull();
    const across = [
      { x: -10, y: 1.5 },
      { x: 20, y: 1.5 },
    ];
    expect(drawStroke(map, across, 0.5, ink)).toEqual({ left: 0, top: 1, right: 4, bottom: 2 });
    expect(rows(map)).toEqual(['....', '1111', '....']);
  });

  it('replaces only the id that the ink replaces', () => {
    const map = emptyMap(5, 1);
    map.ids.set([0, 2, 2, 0, 0]);
    const line = [
      { x: 0, y: 0.5 },
      { x: 5, y: 0.5 },
    ];
    drawStroke(map, line, 1, { id: 1, replaces: 0 });
    expect([...map.ids]).toEqual([1, 2, 2, 1, 1]);
    drawStroke(map, line, 1, { id: 0, replaces: 1 });
    expect([...map.ids]).toEqual([0, 2, 2, 0, 0]);
    drawStroke(map, line, 1, { id: 3, replaces: ANY });
    expect([...map.ids]).toEqual([3, 3, 3, 3, 3]);
  });

  it('returns null if nothing changed', () => {
    const map = emptyMap(8, 8);
    const ink = { id: 1, replaces: ANY };
    drawStroke(map, [{ x: 4, y: 4 }], 3, ink);
    expect(drawStroke(map, [{ x: 4, y: 4 }], 2, ink)).toBeNull();
  });

  it('stays exact on the longest lines of an 8K frame', () => {
    const map = emptyMap(8192, 2);
    const line = [
      { x: 0, y: 1 },
      { x: 8192, y: 1 },
    ];
    drawStroke(map, line, 512, { id: 1, replaces: ANY });
    expect(map.ids.every((id) => id === 1)).toBe(true);
  });
});

describe('a filled polygon', () => {
  it('contains the pixels whose centres are inside', () => {
    const map = emptyMap(6, 5);
    const triangle = [
      { x: 1, y: 0 },
      { x: 5, y: 4 },
      { x: 1, y: 4 },
    ];
    expect(fillPolygon(map, triangle, { id: 1, replaces: ANY })).toEqual({
      left: 1,
      top: 1,
      right: 4,
      bottom: 4,
    });
    // The slanted edge passes through centres. It is a right edge, so they are outside.
    expect(rows(map)).toEqual(['......', '.1....', '.11...', '.111..', '......']);
  });

  it('leaves a hole where it overlaps itself (even-odd)', () => {
    const map = emptyMap(6, 6);
    const twice = [
      [0, 0],
      [6, 0],
      [6, 6],
      [0, 6],
      [0, 0],
      [2, 2],
      [4, 2],
      [4, 4],
      [2, 4],
      [2, 2],
    ].map(([x = 0, y = 0]) => ({ x, y }));
    fillPolygon(map, twice, { id: 1, replaces: ANY });
    expect(rows(map)).toEqual(['111111', '111111', '11..11', '11..11', '111111', '111111']);
  });

  it('neither overlaps a polygon with a common edge nor leaves a gap', () => {
    const corners = [
      { x: 0, y: 0 },
      { x: 9, y: 0 },
      { x: 9, y: 7 },
      { x: 0, y: 7 },
    ] as const;
    const middle = { x: 4.25, y: 3.5 };
    const map = emptyMap(9, 7);
    let pixels = 0;
    corners.forEach((corner, index) => {
      const part = emptyMap(9, 7);
      const next = corners[(index + 1) % 4] ?? corner;
      fillPolygon(part, [corner, next, middle], { id: 1, replaces: ANY });
      pixels += part.ids.filter((id) => id === 1).length;
      fillPolygon(map, [corner, next, middle], { id: index + 1, replaces: 0 });
    });
    expect(map.ids.every((id) => id > 0)).toBe(true);
    expect(pixels).toBe(63);
  });

  it('is clipped to the frame', () => {
    const map = emptyMap(3, 2);
    const large = [
      { x: -50, y: -9 },
      { x: 90, y: -9 },
      { x: 90, y: 70 },
      { x: -50, y: 70 },
    ];
    fillPolygon(map, large, { id: 4, replaces: ANY });
    expect(rows(map)).toEqual(['444', '444']);
  });

  it('is empty with fewer than three corners', () => {
    const map = emptyMap(3, 3);
    const ink = { id: 1, replaces: ANY };
    expect(fillPolygon(map, [], ink)).toBeNull();
    expect(fillPolygon(map, [{ x: 1, y: 1 }], ink)).toBeNull();
    const line = [
      { x: 0, y: 0 },
      { x: 3, y: 3 },
    ];
    expect(fillPolygon(map, line, ink)).toBeNull();
  });
});

describe('replacing an object', () => {
  it('changes only its pixels', () => {
    const map = emptyMap(3, 2);
    map.ids.set([0, 1, 2, 1, 0, 255]);
    expect(replaceObject(map, 1, { id: 0, replaces: 1 })).toEqual({
      left: 0,
      top: 0,
      right: 2,
      bottom: 2,
    });
    expect([...map.ids]).toEqual([0, 0, 2, 0, 0, 255]);
  });
});
