import type { FrameSize } from '../sequence/frames.ts';

/**
 * The contours of a label map as an SVG path: the borders between pixels of different ids, along
 * the pixels' edges, with each straight run as one line. The picture's own border is not a contour.
 *
 * @param map [height, width] ids
 * @returns path commands in pixels, `M` with `h` or `v`; empty for a map of one id
 */
export function contourPath(map: Uint8Array, { width, height }: FrameSize): string {
  const lines: string[] = [];
  // Borders between a row and the next, then between a column and the next.
  for (let y = 1; y < height; y++) {
    const differs = (x: number) => map[y * width + x] !== map[(y - 1) * width + x];
    for (const [start, end] of runs(width, differs)) lines.push(`M${start} ${y}h${end - start}`);
  }
  for (let x = 1; x < width; x++) {
    const differs = (y: number) => map[y * width + x] !== map[y * width + x - 1];
    for (const [start, end] of runs(height, differs)) lines.push(`M${x} ${start}v${end - start}`);
  }
  return lines.join('');
}

/** The ranges [start, end) in which `holds` is true. */
function* runs(length: number, holds: (at: number) => boolean): Generator<[number, number]> {
  let start = -1;
  for (let at = 0; at <= length; at++) {
    const inside = at < length && holds(at);
    if (inside && start < 0) start = at;
    if (!inside && start >= 0) {
      yield [start, at];
      start = -1;
    }
  }
}
