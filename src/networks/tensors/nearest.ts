/**
 * The source position for each position of a scaled axis, as PyTorch's `interpolate` with
 * `mode='nearest'` computes it: in float32, where a product can fall just below a whole number.
 */
export function nearestPositions(from: number, to: number): Int32Array {
  const scale = Math.fround(from / to);
  return Int32Array.from({ length: to }, (_, i) =>
    Math.min(Math.floor(Math.fround(i * scale)), from - 1),
  );
}
