import type { FrameSize } from '../../../sequence/frames.ts';
import type { Rectangle } from './rectangle.ts';

/** Radius of the square windows for the luma models of the label and of the other labels. */
export const MODEL_RADIUS = 7;

/** Indices of the sums. "Sure" pixels have no neighbour with another label. */
export const SUM = {
  /** Number of pixels with the label. */
  label: 0,
  /** Number of sure pixels with the label, and sum of their luma. */
  inside: 1,
  insideLuma: 2,
  /** Number of sure pixels with other labels, and sum of their luma. */
  outside: 3,
  outsideLuma: 4,
  /** Sum of the squared luma of all sure pixels. */
  squaredLuma: 5,
} as const;

const SUMS = 6;

/**
 * Sums over square windows in a region of the picture, with four reads each: a summed-area table
 * (Crow 1984) of {@link SUM}. The integers modulo 2^32 are exact, because no window has a larger
 * sum.
 */
export class WindowSums {
  private region: Rectangle = { left: 0, top: 0, right: 0, bottom: 0 };
  private readonly table: Int32Array;
  private readonly rowLength: number;

  /** @param side side of the largest region, pixels */
  constructor(side: number) {
    this.rowLength = (side + 1) * SUMS;
    this.table = new Int32Array((side + 1) * this.rowLength);
  }

  /** Computes the table for `label` in `region`. */
  fill(map: Uint8Array, luma: Uint8Array, size: FrameSize, region: Rectangle, label: number): void {
    this.region = region;
    const { table, rowLength } = this;
    const { width, height } = size;
    // The first row and column of the table stay 0.
    for (let y = region.top, row = rowLength; y < region.bottom; y++, row += rowLength) {
      let [own, inside, insideLuma, outside, outsideLuma, squared] = [0, 0, 0, 0, 0, 0];
      const above = y > 0 ? -width : 0;
      const below = y < height - 1 ? width : 0;
      let at = y * width + region.left;
      let cell = row + SUMS;
      for (let x = region.left; x < region.right; x++, at++, cell += SUMS) {
        const here = map[at] as number;
        if (here === label) own++;
        if (
          here === map[at + above] &&
          here === map[at + below] &&
          (x === 0 || here === map[at - 1]) &&
          (x === width - 1 || here === map[at + 1])
        ) {
          const value = luma[at] as number;
          squared += value * value;
          if (here === label) {
            inside++;
            insideLuma += value;
          } else {
            outside++;
            outsideLuma += value;
          }
        }
        const up = cell - rowLength;
        table[cell] = (table[up] as number) + own;
        table[cell + 1] = (table[up + 1] as number) + inside;
        table[cell + 2] = (table[up + 2] as number) + insideLuma;
        table[cell + 3] = (table[up + 3] as number) + outside;
        table[cell + 4] = (table[up + 4] as number) + outsideLuma;
        table[cell + 5] = (table[up + 5] as number) + squared;
      }
    }
  }

  /** A sum over the window with `radius` around a pixel, clipped to the region. */
  around(sum: number, x: number, y: number, radius: number): number {
    const { region, table, rowLength } = this;
    const left = (Math.max(region.left, x - radius) - region.left) * SUMS + sum;
    const right = (Math.min(region.right, x + radius + 1) - region.left) * SUMS + sum;
    const upper = (Math.max(region.top, y - radius) - region.top) * rowLength;
    const lower = (Math.min(region.bottom, y + radius + 1) - region.top) * rowLength;
    return (
      ((table[lower + right] as number) -
        (table[lower + left] as number) -
        (table[upper + right] as number) +
        (table[upper + left] as number)) |
      0
    );
  }

  /** Number of pixels of the clipped window, see {@link around}. */
  pixelsAround(x: number, y: number, radius: number): number {
    const { left, top, right, bottom } = this.region;
    const across = Math.min(right, x + radius + 1) - Math.max(left, x - radius);
    const down = Math.min(bottom, y + radius + 1) - Math.max(top, y - radius);
    return across * down;
  }
}
