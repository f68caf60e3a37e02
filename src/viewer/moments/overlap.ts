/**
 * How the objects of two label maps overlap: pixels for each pair of an object of the truth and one
 * of the prediction.
 */
export interface Overlap {
  readonly ids: readonly number[];
  /**
   * [1 + objects, 1 + objects]: row = truth, column = prediction; 0 = everything that is none of the
   * objects, such as background and void.
   */
  readonly counts: Uint32Array;
}

/**
 * Counts the overlaps of all objects in one pass.
 *
 * @param truth [pixels] ids
 * @param predicted [pixels] ids
 * @param ids of the objects
 */
export function overlapOf(
  truth: Uint8Array,
  predicted: Uint8Array,
  ids: readonly number[],
): Overlap {
  const side = ids.length + 1;
  const places = new Uint8Array(256);
  for (const [index, id] of ids.entries()) places[id] = index + 1;
  const counts = new Uint32Array(side * side);
  for (let pixel = 0; pixel < truth.length; pixel++) {
    const row = places[truth[pixel] ?? 0] ?? 0;
    const column = places[predicted[pixel] ?? 0] ?? 0;
    const cell = row * side + column;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return { ids, counts };
}

/** The pixels that are one object in the truth and another (or the same) in the prediction. */
export function sharedPixels({ ids, counts }: Overlap, truth: number, predicted: number): number {
  return counts[(truth + 1) * (ids.length + 1) + predicted + 1] ?? 0;
}

/** The pixels of an object in the truth. */
export function truthPixels({ ids, counts }: Overlap, object: number): number {
  const side = ids.length + 1;
  const start = (object + 1) * side;
  return counts.subarray(start, start + side).reduce((sum, count) => sum + count, 0);
}

/** The pixels of an object in the prediction. */
export function predictedPixels({ ids, counts }: Overlap, object: number): number {
  const side = ids.length + 1;
  let sum = 0;
  for (let row = 0; row < side; row++) sum += counts[row * side + object + 1] ?? 0;
  return sum;
}
