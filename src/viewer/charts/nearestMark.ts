/** What a chart draws at a place, in pixels. */
export interface PlacedMark {
  readonly x: number;
  readonly y: number;
}

/** The mark that is nearest to a place; null if there is none. */
export function nearestMark<Mark extends PlacedMark>(
  marks: readonly Mark[],
  x: number,
  y: number,
): Mark | null {
  let [nearest, least]: [Mark | null, number] = [null, Number.POSITIVE_INFINITY];
  for (const mark of marks) {
    const distance = Math.hypot(mark.x - x, mark.y - y);
    if (distance < least) [nearest, least] = [mark, distance];
  }
  return nearest;
}
