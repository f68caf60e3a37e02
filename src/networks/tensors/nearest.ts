/**
 * Which source position each position of a longer or shorter axis takes: the nearest to its start, as
 * PyTorch's `interpolate` with `mode='nearest'` computes it, in float32 (where a whole number can come
 * out a little too small).
 */
export function nearestPositions(from: number, to: number): Int32Array {
  const scale = Math.fround(from / to);
  return Int32Array.from({ length: to }, (_, i) =>
    Math.min(Math.floor(Math.fround(i * scale)), from - 1),
  );
}
