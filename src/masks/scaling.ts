import type { FrameSize } from '../sequence/frames.ts';

/** The size of a map coded at 1/`scale`; the last cells may extend beyond the frame. */
export function codedSize({ width, height }: FrameSize, scale: number): FrameSize {
  return { width: Math.ceil(width / scale), height: Math.ceil(height / scale) };
}

/**
 * Downscales a map: each cell of `scale`×`scale` pixels takes the commonest label. Ties go to the
 * highest label, which preserves thin objects.
 *
 * @param map [height, width] labels
 * @returns [codedSize] labels
 */
export function downscale(
  map: Uint8Array,
  size: FrameSize,
  scale: number,
): Uint8Array<ArrayBuffer> {
  if (scale === 1) return Uint8Array.from(map);
  const coded = codedSize(size, scale);
  const cells = new Uint8Array(coded.width * coded.height);
  const counts = new Uint8Array(256);
  for (let y = 0; y < coded.height; y++) {
    for (let x = 0; x < coded.width; x++) {
      cells[y * coded.width + x] = commonest(map, size, scale, x, y, counts);
    }
  }
  return cells;
}

/** @param counts workspace; all 0 before and after the call */
function commonest(
  map: Uint8Array,
  { width, height }: FrameSize,
  scale: number,
  cellX: number,
  cellY: number,
  counts: Uint8Array,
): number {
  const x = cellX * scale;
  const across = Math.min(scale, width - x);
  const start = cellY * scale * width + x;
  const end = start + Math.min(scale, height - cellY * scale) * width;
  const first = map[start] as number;
  let isPlain = true;
  for (let row = start; row < end; row += width) {
    for (let at = row; at < row + across; at++) if (map[at] !== first) isPlain = false;
  }
  if (isPlain) return first;
  let best = 0;
  for (let row = start; row < end; row += width) {
    for (let at = row; at < row + across; at++) {
      const label = map[at] as number;
      const count = (counts[label] as number) + 1;
      counts[label] = count;
      const most = counts[best] as number;
      if (count > most || (count === most && label > best)) best = label;
    }
  }
  for (let row = start; row < end; row += width) {
    for (let at = row; at < row + across; at++) counts[map[at] as number] = 0;
  }
  return best;
}

/**
 * Upscales a map: each pixel takes the label with the largest sum of bilinear weights among the
 * four nearest cells. Ties go to the nearest cell. Straight contours stay straight.
 *
 * @param cells [codedSize] labels
 * @param size of the full map
 */
export function upscale(
  cells: Uint8Array,
  size: FrameSize,
  scale: number,
  map = new Uint8Array(size.width * size.height),
): Uint8Array {
  if (scale === 1) {
    map.set(cells);
    return map;
  }
  const coded = codedSize(size, scale);
  const across = nearestCells(size.width, coded.width, scale);
  const down = nearestCells(size.height, coded.height, scale);
  for (let y = 0, at = 0; y < size.height; y++) {
    const upper = (down.near[y] as number) * coded.width;
    const lower = (down.far[y] as number) * coded.width;
    const farY = down.weight[y] as number;
    for (let x = 0; x < size.width; x++, at++) {
      const near = across.near[x] as number;
      const far = across.far[x] as number;
      const a = cells[upper + near] as number;
      const b = cells[upper + far] as number;
      const c = cells[lower + near] as number;
      const d = cells[lower + far] as number;
      map[at] =
        a === b && a === c && a === d
          ? a
          : heaviest(a, b, c, d, across.weight[x] as number, farY, 2 * scale);
    }
  }
  return map;
}

/** For each pixel its nearest cell, the second nearest, and the second's weight in 1/(2·scale). */
function nearestCells(pixels: number, cells: number, scale: number) {
  const near = new Uint32Array(pixels);
  const far = new Uint32Array(pixels);
  const weight = new Uint8Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const cell = Math.floor(pixel / scale);
    // Offset from the centre of the cell, in 1/(2·scale) of a cell.
    const offset = 2 * (pixel - cell * scale) + 1 - scale;
    near[pixel] = cell;
    far[pixel] = Math.max(0, Math.min(cells - 1, cell + Math.sign(offset)));
    weight[pixel] = Math.abs(offset);
  }
  return { near, far, weight };
}

function heaviest(
  a: number,
  b: number,
  c: number,
  d: number,
  farX: number,
  farY: number,
  whole: number,
): number {
  const weights = [
    (whole - farX) * (whole - farY),
    farX * (whole - farY),
    (whole - farX) * farY,
    farX * farY,
  ];
  const labels = [a, b, c, d];
  let best = a;
  let most = 0;
  for (const label of labels) {
    let sum = 0;
    for (let cell = 0; cell < 4; cell++) if (labels[cell] === label) sum += weights[cell] as number;
    if (sum > most) {
      most = sum;
      best = label;
    }
  }
  return best;
}
