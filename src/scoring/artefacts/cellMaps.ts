import type { FrameSize } from '../../sequence/frames.ts';

/** Side of the cells in which artefacts are measured: HEVC's smallest coding block, in pixels. */
export const CELL = 8;

/** One value for each whole cell of a picture, [rows, columns]. */
export interface CellMap {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
}

/** A luma plane, [height, width]. */
export interface Luma {
  readonly size: FrameSize;
  readonly samples: Uint8Array;
}

/** Measures every whole cell of a picture; `x` and `y` are its first pixel. */
export function cellMap(
  { width, height }: FrameSize,
  measure: (x: number, y: number) => number,
): CellMap {
  const columns = Math.floor(width / CELL);
  const rows = Math.floor(height / CELL);
  const values = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      values[row * columns + column] = measure(column * CELL, row * CELL);
    }
  }
  return { columns, rows, values };
}

/** A sample; outside the picture, the nearest one inside. */
export function sample({ size, samples }: Luma, x: number, y: number): number {
  const { width, height } = size;
  const column = x < 0 ? 0 : x >= width ? width - 1 : x;
  const row = y < 0 ? 0 : y >= height ? height - 1 : y;
  return samples[row * width + column] as number;
}

/** How much a sample differs from its neighbours to the right and below, 0..510. */
export function gradient(plane: Luma, x: number, y: number): number {
  const here = sample(plane, x, y);
  return Math.abs(sample(plane, x + 1, y) - here) + Math.abs(sample(plane, x, y + 1) - here);
}

/** Sums a value over the pixels of a cell. */
export function sumOfCell(x: number, y: number, value: (x: number, y: number) => number): number {
  let sum = 0;
  for (let row = y; row < y + CELL; row++) {
    for (let column = x; column < x + CELL; column++) sum += value(column, row);
  }
  return sum;
}
