/**
 * Rounds samples of more than 8 bits to 8 bits: (v + half a step) >> (depth - 8), at most 255. This
 * is the nearest 8-bit value, with halves rounded up; ffmpeg's scaler would truncate or dither
 * instead.
 *
 * @param source 16-bit samples, little endian
 * @param depth significant bits of a source sample, 9 to 16
 * @param target buffer with one byte per sample
 * @returns the largest sample; if it exceeds 2^depth - 1, `source` does not have this depth
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
