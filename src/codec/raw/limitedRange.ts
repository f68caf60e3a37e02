import { type FrameSize, frameBytes } from '../../sequence/frames.ts';

/**
 * Converts a frame from full range (0 to 255) to the limited range of video (luma 16 to 235, chroma
 * 16 to 240) and 8 bits, with the integers of ffmpeg's `scale=out_range=tv` (libswscale 5 to 8,
 * `lumRangeFromJpeg_c` and `chrRangeFromJpeg_c`), which computes with 15 bits.
 *
 * @param frame yuv420p planes: a byte per sample, or two in little endian if `bitDepth` is 10
 * @param into receives the planes with 8 bits
 */
export function toLimitedRange(
  frame: Uint8Array,
  size: FrameSize,
  bitDepth: 8 | 10,
  into: Uint8Array,
): void {
  const luma = size.width * size.height;
  const samples = frameBytes(size);
  const up = 15 - bitDepth;
  for (let at = 0; at < samples; at++) {
    const sample =
      bitDepth === 8 ? (frame[at] ?? 0) : (frame[2 * at] ?? 0) | ((frame[2 * at + 1] ?? 0) << 8);
    const fine = sample << up;
    const limited = at < luma ? (fine * 14071 + 33561947) >> 14 : (fine * 1799 + 4081085) >> 11;
    into[at] = (limited + 64) >> 7;
  }
}
