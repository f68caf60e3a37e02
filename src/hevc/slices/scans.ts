/**
 * The orders in which coefficients are read (6.5.3 to 6.5.5): diagonal, horizontal and vertical, for
 * the 4×4 coefficients of a sub-block and for the sub-blocks of a transform block.
 */
export interface Scan {
  readonly x: Uint8Array;
  readonly y: Uint8Array;
  /** Place in the order of the position at x + y × size. */
  readonly place: Uint8Array;
}

/** scanIdx (7.4.9.11). */
export const SCAN = { diagonal: 0, horizontal: 1, vertical: 2 } as const;

/** By scanIdx, then by log2 of the size, from 0 to 3. */
export const SCANS: readonly (readonly Scan[])[] = [diagonal, horizontal, vertical].map((order) =>
  [0, 1, 2, 3].map((log2Size) => scan(order(1 << log2Size), 1 << log2Size)),
);

function scan(positions: readonly (readonly [x: number, y: number])[], size: number): Scan {
  const place = new Uint8Array(size * size);
  positions.forEach(([x, y], index) => {
    place[x + y * size] = index;
  });
  return {
    x: Uint8Array.from(positions, ([x]) => x),
    y: Uint8Array.from(positions, ([, y]) => y),
    place,
  };
}

/** Up-right diagonals, each from its lower left end. */
function diagonal(size: number): [number, number][] {
  const positions: [number, number][] = [];
  for (let sum = 0; sum < 2 * size - 1; sum++) {
    for (let y = Math.min(sum, size - 1); y >= Math.max(0, sum - size + 1); y--) {
      positions.push([sum - y, y]);
    }
  }
  return positions;
}

/**
 * Rows. Blocks of 8×8 have a scan of their own for sub-blocks (two by two): it is the same order of
 * rows.
 */
function horizontal(size: number): [number, number][] {
  return Array.from({ length: size * size }, (_, index) => [
    index % size,
    Math.floor(index / size),
  ]);
}

/** Columns. */
function vertical(size: number): [number, number][] {
  return Array.from({ length: size * size }, (_, index) => [
    Math.floor(index / size),
    index % size,
  ]);
}
