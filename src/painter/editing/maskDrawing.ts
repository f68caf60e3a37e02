import type { Point } from '../../rendering/viewTransform.ts';
import type { FrameSize } from '../../sequence/frames.ts';
import type { LabelMapPicture } from '../../sequence/labelMapPng.ts';
import { type Box, boxOf, clipBox, unionBox } from './box.ts';

/** How a tool changes pixels. */
export interface Ink {
  /** The id that is written: an object, or 0 to erase. */
  readonly id: number;
  /** The only id that is overwritten; null for any, including other objects and void. */
  readonly replaces: number | null;
}

/**
 * Points are rounded to quarters of a pixel; from there on, arithmetic uses integers. It is exact
 * for frames of up to 8192 pixels per side and radii of up to 512, because the largest number is
 * then radius² · length² < 2^53.
 */
const SUBPIXELS = 4;
const HALF = SUBPIXELS / 2;

/**
 * Draws with a round brush along a polyline: writes each pixel whose centre is at most `radius`
 * from the line. One point makes a disc. Drawing a line in parts gives the same pixels as drawing
 * it at once. The stroke is clipped to the frame.
 *
 * @param map is changed in place
 * @param radius in frame pixels, more than 0; from 0.75 on, every point hits at least one pixel
 * @returns a box that contains all changed pixels; null if none changed
 */
export function drawStroke(
  map: LabelMapPicture,
  line: readonly Point[],
  radius: number,
  ink: Ink,
): Box | null {
  const points = line.map(toSubpixels);
  const reach = Math.round(radius * SUBPIXELS);
  let changed: Box | null = null;
  points.forEach((end, index) => {
    if (index === 0 && points.length > 1) return;
    const start = points[index - 1] ?? end;
    changed = unionBox(changed, drawSegment(map, start, end, reach, ink));
  });
  return changed;
}

/**
 * Fills a polygon by the even-odd rule: writes each pixel whose centre is inside. Centres on a left
 * or upper edge are inside, centres on a right or lower edge outside, so that polygons with a
 * common edge do not overlap.
 *
 * @param map is changed in place
 * @param corners in order; the last is joined to the first
 * @returns a box that contains all changed pixels; null if none changed
 */
export function fillPolygon(map: LabelMapPicture, corners: readonly Point[], ink: Ink): Box | null {
  const points = corners.map(toSubpixels);
  const box = coveredBox(points, 0, map.size);
  let changed: Box | null = null;
  for (let y = box.top; y < box.bottom; y++) {
    const crossings = rowCrossings(points, y);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const left = Math.max(box.left, crossings[pair] ?? 0);
      const right = Math.min(box.right, crossings[pair + 1] ?? 0);
      changed = unionBox(changed, writeRow(map, y, left, right, ink));
    }
  }
  return changed;
}

/** Replaces all pixels of an object, e.g. to delete it. @returns as {@link drawStroke} */
export function replaceObject(map: LabelMapPicture, id: number, ink: Ink): Box | null {
  let changed: Box | null = null;
  for (let y = 0; y < map.size.height; y++) {
    const row = writeRow(map, y, 0, map.size.width, { ...ink, replaces: id });
    changed = unionBox(changed, row);
  }
  return changed;
}

function drawSegment(map: LabelMapPicture, a: Point, b: Point, reach: number, ink: Ink) {
  const box = coveredBox([a, b], reach, map.size);
  const across = { x: b.x - a.x, y: b.y - a.y };
  const length2 = across.x ** 2 + across.y ** 2;
  // |cross product| / length is the distance to the line, so this bounds the cross product.
  const bound = integerRoot(reach ** 2 * length2);
  const isInside = (x: number, y: number): boolean => {
    const fromA = { x: x * SUBPIXELS + HALF - a.x, y: y * SUBPIXELS + HALF - a.y };
    const along = fromA.x * across.x + fromA.y * across.y;
    if (along <= 0) return fromA.x ** 2 + fromA.y ** 2 <= reach ** 2;
    if (along >= length2)
      return (fromA.x - across.x) ** 2 + (fromA.y - across.y) ** 2 <= reach ** 2;
    return Math.abs(fromA.x * across.y - fromA.y * across.x) <= bound;
  };
  let changed: Box | null = null;
  for (let y = box.top; y < box.bottom; y++) {
    // The shape is convex: each row is one span.
    let left = box.left;
    while (left < box.right && !isInside(left, y)) left++;
    let right = box.right;
    while (right > left && !isInside(right - 1, y)) right--;
    changed = unionBox(changed, writeRow(map, y, left, right, ink));
  }
  return changed;
}

/** For each crossing of a row of centres with the polygon, the first pixel at or right of it. */
function rowCrossings(points: readonly Point[], row: number): number[] {
  const y = row * SUBPIXELS + HALF;
  const crossings: number[] = [];
  points.forEach((end, index) => {
    const start = points.at(index - 1) ?? end;
    const [upper, lower] = start.y <= end.y ? [start, end] : [end, start];
    // Half open, so that a corner on the row counts once, and a horizontal edge does not count.
    if (y < upper.y || y >= lower.y) return;
    const height = lower.y - upper.y;
    const offset = upper.x * height + (y - upper.y) * (lower.x - upper.x);
    crossings.push(Math.ceil((offset - HALF * height) / (SUBPIXELS * height)));
  });
  return crossings.sort((a, b) => a - b);
}

function writeRow(
  { ids, size }: LabelMapPicture,
  y: number,
  left: number,
  right: number,
  ink: Ink,
) {
  const row = y * size.width;
  let first = -1;
  let last = -1;
  for (let x = left; x < right; x++) {
    const before = ids[row + x];
    if (before === ink.id || (ink.replaces !== null && before !== ink.replaces)) continue;
    ids[row + x] = ink.id;
    if (first < 0) first = x;
    last = x;
  }
  return first < 0 ? null : { left: first, top: y, right: last + 1, bottom: y + 1 };
}

/** The pixels whose centres can be within `reach` of the hull of the points. */
function coveredBox(points: readonly Point[], reach: number, size: FrameSize): Box {
  const box = boxOf(points);
  return clipBox(
    {
      left: Math.floor((box.left - reach) / SUBPIXELS),
      top: Math.floor((box.top - reach) / SUBPIXELS),
      right: Math.ceil((box.right + reach) / SUBPIXELS),
      bottom: Math.ceil((box.bottom + reach) / SUBPIXELS),
    },
    size,
  );
}

function toSubpixels({ x, y }: Point): Point {
  return { x: Math.round(x * SUBPIXELS), y: Math.round(y * SUBPIXELS) };
}

/** The integer square root, rounded down, of an integer below 2^53. */
function integerRoot(value: number): number {
  const root = Math.floor(Math.sqrt(value));
  return root * root > value ? root - 1 : root;
}
