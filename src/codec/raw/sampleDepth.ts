/**
 * Rounds samples of more than 8 bit to 8: (v + half a step) >> (depth - 8), at most 255. That is
 * the nearest 8-bit value, and a half goes up; ffmpeg's scaler would truncate or dither instead.
 *
 * @param source samples of 16 bit, little endian
 * @param target room for a byte a sample
 * @returns the largest sample: one above 2^depth - 1 means that `source` is not of this depth
 */
export function roundTo8Bit(source: Uint8Array, depth: number, target: Uint8Array): number {
  const shift = depth - 8;
  const half = shift > 0 ? 1 << (shift - 1) : 0;
  let largest = 0;
  for (let index = 0, at = 0; index < target.length; index++, at += 2) {
    const sample = (source[at] ?? 0) | ((source[at + 1] ?? 0) << 8);
    if (sample > largest) largest = sample;
    target[index] = Math.min((sample + half) >> shift, 255);
  }
  return largest;
}
