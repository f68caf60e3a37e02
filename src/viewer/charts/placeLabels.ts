/** A point and its label, in pixels. */
export interface Mark {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** A label with the position of its left edge and vertical centre. */
export interface PlacedLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

const GAP = 8;
const LINE = 15;

/**
 * Places each label next to its point: to the right if there is space, else to the left, else a
 * line above or below. Labels do not cover each other or the points of other labels.
 *
 * @param scale device pixels per CSS pixel
 */
export function placeLabels(marks: readonly Mark[], scale = 1): PlacedLabel[] {
  const taken = marks.map(({ x, y }) => box(x - (GAP * scale) / 2, y, GAP * scale, scale / 2));
  return marks.map(({ text, x, y, width }, index) => {
    const right = x + GAP * scale;
    const left = x - GAP * scale - width;
    const places = [0, -1, 1, -2, 2].flatMap((line) =>
      [right, left].map((start) => ({ x: start, y: y + line * LINE * scale })),
    );
    const isFree = (place: { x: number; y: number }) => {
      const wanted = box(place.x, place.y, width, scale);
      return place.x >= 0 && taken.every((other, of) => of === index || !overlaps(wanted, other));
    };
    const place = places.find(isFree) ?? { x: right, y };
    taken.push(box(place.x, place.y, width, scale));
    return { text, ...place };
  });
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function box(left: number, middle: number, width: number, scale: number): Box {
  const half = (LINE * scale) / 2;
  return { left, right: left + width, top: middle - half, bottom: middle + half };
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
