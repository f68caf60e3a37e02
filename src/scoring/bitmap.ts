import type { FrameSize } from '../sequence/frames.ts';

/**
 * A binary mask with one bit per pixel: pixel p = y · width + x is bit p mod 32 of word ⌊p / 32⌋.
 * Rows are contiguous, so moving one pixel to the right or down is one shift of the whole mask.
 *
 * The last pixel is followed by at least one row and one word of zero bits, so a shifted read never
 * leaves the array and pixels below the last row read as 0.
 */
export interface Bitmap {
  readonly size: FrameSize;
  readonly words: Int32Array;
}

export function allocateBitmap(size: FrameSize): Bitmap {
  const { width, height } = size;
  return { size, words: new Int32Array(Math.ceil((width * (height + 1) + 1) / 32) + 1) };
}

/** The pixels of a label map with the id `id`. @throws RangeError if the map has another size */
export function objectBitmap(map: Uint8Array, size: FrameSize, id: number): Bitmap {
  const pixels = size.width * size.height;
  if (map.length !== pixels) {
    throw new RangeError(`a label map of ${map.length} bytes is not ${size.width}×${size.height}`);
  }
  const bitmap = allocateBitmap(size);
  const { words } = bitmap;
  const quads = quadsOf(map);
  const wanted = Math.imul(id, 0x01010101);
  const whole = pixels >> 5;
  for (let index = 0; index < whole; index++) {
    const quad = index * 8;
    // Most of a label map is background, and most words contain nothing else.
    if (id !== 0 && isBackground(quads, quad)) continue;
    let word = 0;
    for (let part = 0; part < 8; part++) {
      const equal = zeroBytes(at(quads, quad + part) ^ wanted);
      // Gathers bits 7, 15, 23 and 31 in bits 28 to 31; no two partial products overlap.
      word |= (Math.imul(equal >>> 7, 0x10204080) >>> 28) << (part * 4);
    }
    words[index] = word;
  }
  for (let pixel = whole * 32; pixel < pixels; pixel++) {
    if (map[pixel] === id) setBit(bitmap, pixel, 1);
  }
  return bitmap;
}

/** Clears every pixel of `bitmap` that is set in `removed`. */
export function clearPixels(bitmap: Bitmap, removed: Bitmap): void {
  const { words } = bitmap;
  for (let index = 0; index < words.length; index++) {
    words[index] = at(words, index) & ~at(removed.words, index);
  }
}

/** Word `index`, or 0 outside the array. */
export function at(words: Int32Array, index: number): number {
  return words[index] ?? 0;
}

export function setBit({ words }: Bitmap, pixel: number, value: number): void {
  const index = pixel >> 5;
  const mask = 1 << (pixel & 31);
  words[index] = value === 0 ? at(words, index) & ~mask : at(words, index) | mask;
}

export function bit({ words }: Bitmap, pixel: number): number {
  return (at(words, pixel >> 5) >>> (pixel & 31)) & 1;
}

/** True if a pixel from `first` to `last` (inclusive) is set. */
export function anySet({ words }: Bitmap, first: number, last: number): boolean {
  const from = first >> 5;
  const to = last >> 5;
  const head = -1 << (first & 31);
  const tail = -1 >>> (31 - (last & 31));
  if (from === to) return (at(words, from) & head & tail) !== 0;
  if ((at(words, from) & head) !== 0 || (at(words, to) & tail) !== 0) return true;
  for (let index = from + 1; index < to; index++) if (at(words, index) !== 0) return true;
  return false;
}

/** Number of set bits in a 32-bit word. */
export function countBits(word: number): number {
  let count = word - ((word >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** A map's pixels in 32-bit words of four; copies a map that is not aligned to four bytes. */
function quadsOf(map: Uint8Array): Int32Array {
  const aligned = map.byteOffset % 4 === 0 ? map : map.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
}

/** True if the 32 pixels from quad `first` on are all 0. */
function isBackground(quads: Int32Array, first: number): boolean {
  return (
    (at(quads, first) |
      at(quads, first + 1) |
      at(quads, first + 2) |
      at(quads, first + 3) |
      at(quads, first + 4) |
      at(quads, first + 5) |
      at(quads, first + 6) |
      at(quads, first + 7)) ===
    0
  );
}

/** 0x80 in each byte of the result whose byte of `quad` is 0, and 0 in the others. */
function zeroBytes(quad: number): number {
  return ~(((quad & 0x7f7f7f7f) + 0x7f7f7f7f) | quad | 0x7f7f7f7f);
}
