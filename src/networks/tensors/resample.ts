import type { FrameSize } from '../../sequence/frames.ts';

/**
 * Area-averages a byte plane [source.height, source.width] to [target.height, target.width], in
 * the plane's own units: each target pixel is the mean of the rectangle that it covers, partly
 * covered pixels weighted by the covered part. The same as OpenCV's `INTER_AREA` on floats, which
 * was used in training (also to enlarge).
 *
 * @param output row-major; rows are `stride` values apart, so it may be wider than the target
 */
export function areaAverage(
  plane: Uint8Array,
  source: FrameSize,
  target: FrameSize,
  output: Float32Array,
  stride: number = target.width,
): void {
  if (source.width === target.width && source.height === target.height) {
    for (let row = 0; row < target.height; row++) {
      output.set(plane.subarray(row * source.width, (row + 1) * source.width), row * stride);
    }
  } else if (source.width === 2 * target.width && source.height === 2 * target.height) {
    halve(plane, target, output, stride);
  } else {
    averageFractions(plane, source, target, output, stride);
  }
}

/**
 * Fills the right and bottom border of a grid of `padded` size by repeating the last column and the
 * last row of its top left `content` part.
 */
export function replicateEdges(grid: Float32Array, content: FrameSize, padded: FrameSize): void {
  for (let row = 0; row < content.height; row++) {
    const start = row * padded.width;
    const last = grid[start + content.width - 1] ?? 0;
    grid.fill(last, start + content.width, start + padded.width);
  }
  const lastRow = (content.height - 1) * padded.width;
  for (let row = content.height; row < padded.height; row++) {
    grid.copyWithin(row * padded.width, lastRow, lastRow + padded.width);
  }
}

/** The most common case (854×480 to 427×240), several times faster than the general one. */
function halve(plane: Uint8Array, target: FrameSize, output: Float32Array, stride: number): void {
  const width = 2 * target.width;
  for (let row = 0; row < target.height; row++) {
    let above = 2 * row * width;
    let below = above + width;
    const start = row * stride;
    for (let column = 0; column < target.width; column++, above += 2, below += 2) {
      output[start + column] =
        ((plane[above] ?? 0) +
          (plane[above + 1] ?? 0) +
          (plane[below] ?? 0) +
          (plane[below + 1] ?? 0)) *
        0.25;
    }
  }
}

/** First rows, then columns: a rectangle's weights are the product of its sides' weights. */
function averageFractions(
  plane: Uint8Array,
  source: FrameSize,
  target: FrameSize,
  output: Float32Array,
  stride: number,
): void {
  const rows = coverage(source.height, target.height);
  const columns = coverage(source.width, target.width);
  const blended = new Float64Array(source.width);
  for (let row = 0; row < target.height; row++) {
    blended.fill(0);
    const firstRow = rows.first[row] ?? 0;
    for (let tap = 0; tap < rows.taps; tap++) {
      const weight = rows.weights[row * rows.taps + tap] ?? 0;
      if (weight === 0) continue;
      const start = (firstRow + tap) * source.width;
      for (let x = 0; x < source.width; x++) {
        blended[x] = (blended[x] ?? 0) + weight * (plane[start + x] ?? 0);
      }
    }
    for (let column = 0; column < target.width; column++) {
      const first = columns.first[column] ?? 0;
      let sum = 0;
      for (let tap = 0; tap < columns.taps; tap++) {
        const weight = columns.weights[column * columns.taps + tap] ?? 0;
        if (weight !== 0) sum += weight * (blended[first + tap] ?? 0);
      }
      output[row * stride + column] = sum;
    }
  }
}

/** For each target position of one axis: the first source position it covers, and their weights. */
function coverage(source: number, target: number) {
  const scale = source / target;
  const taps = Math.ceil(scale) + 1;
  const first = new Int32Array(target);
  const weights = new Float64Array(target * taps);
  for (let position = 0; position < target; position++) {
    // Products, not running sums, so that neighbouring cells share exactly the same border.
    const from = (position * source) / target;
    const to = ((position + 1) * source) / target;
    const start = Math.floor(from);
    first[position] = start;
    for (let tap = 0; tap < taps && start + tap < source; tap++) {
      const overlap = Math.min(to, start + tap + 1) - Math.max(from, start + tap);
      if (overlap > 0) weights[position * taps + tap] = overlap / (to - from);
    }
  }
  return { first, weights, taps };
}
