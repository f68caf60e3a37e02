/** Contexts of a 4×4 block's coefficients by position (table 9-50, ctxIdxMap). */
const SMALL_BLOCK = [0, 1, 4, 5, 2, 3, 4, 5, 6, 6, 8, 8, 7, 7, 8, 8];

/** Contexts of luma, before those of chroma. */
const LUMA_CONTEXTS = 27;

/** Contexts of coefficients whose transform is skipped, if the sequence has separate ones. */
export const SKIPPED_TRANSFORM_CONTEXT = { luma: 42, chroma: 43 } as const;

/**
 * The context of sig_coeff_flag (9.3.4.2.5) for every position of a 4×4 sub-block.
 *
 * @param size log2 of the transform block's size
 * @param isChroma for chroma, the other set of contexts
 * @param isDiagonal false for horizontal and vertical scans
 * @param neighbours 1 if the sub-block on the right is coded, 2 if the one below is, 3 if both are
 * @param isFirst true for the sub-block of the lowest frequencies
 * @returns by x + 4y
 */
export function significanceContexts(
  size: number,
  isChroma: boolean,
  isDiagonal: boolean,
  neighbours: number,
  isFirst: boolean,
): Uint8Array {
  return ALL[key(size, isChroma, isDiagonal, neighbours, isFirst)] as Uint8Array;
}

function key(
  size: number,
  isChroma: boolean,
  isDiagonal: boolean,
  neighbours: number,
  isFirst: boolean,
): number {
  const flags = (isChroma ? 1 : 0) | (isDiagonal ? 2 : 0) | (isFirst ? 4 : 0);
  return ((size - 2) << 5) | (neighbours << 3) | flags;
}

const ALL: readonly Uint8Array[] = Array.from({ length: 128 }, (_, index) => {
  const size = (index >> 5) + 2;
  const isChroma = (index & 1) !== 0;
  const isFirst = (index & 4) !== 0;
  return Uint8Array.from({ length: 16 }, (_, position) => {
    const context =
      size === 2
        ? (SMALL_BLOCK[position] as number)
        : largerBlock(size, isChroma, (index & 2) !== 0, (index >> 3) & 3, isFirst, position);
    return isChroma ? LUMA_CONTEXTS + context : context;
  });
});

function largerBlock(
  size: number,
  isChroma: boolean,
  isDiagonal: boolean,
  neighbours: number,
  isFirst: boolean,
  position: number,
): number {
  if (isFirst && position === 0) return 0;
  const near = nearness(neighbours, position & 3, position >> 2);
  if (isChroma) return near + (size === 3 ? 9 : 12);
  const inner = isFirst ? 0 : 3;
  if (size === 3) return near + inner + (isDiagonal ? 9 : 15);
  return near + inner + 21;
}

/** How likely a position is by the coded sub-blocks beside it: 0 to 2. */
function nearness(neighbours: number, x: number, y: number): number {
  switch (neighbours) {
    case 0:
      return x + y >= 3 ? 0 : x + y > 0 ? 1 : 2;
    case 1:
      return y === 0 ? 2 : y === 1 ? 1 : 0;
    case 2:
      return x === 0 ? 2 : x === 1 ? 1 : 0;
    default:
      return 2;
  }
}
