import type { FrameSize } from '../sequence/frames.ts';
import { allocateBitmap, anySet, at, type Bitmap, bit, countBits, setBit } from './bitmap.ts';

/** Tolerance of contour accuracy as a fraction of the picture's diagonal. */
const TOLERANCE = 0.008;

/**
 * Contour accuracy F: the harmonic mean of the fraction of the predicted boundary that lies near
 * the true one (precision) and the fraction of the true boundary near the predicted one (recall),
 * 0..1. Near means within a radius of 0.008 diagonals, rounded up to whole pixels.
 *
 * Equivalent to `f_measure` of davis2017-evaluation, which dilates both boundaries with a disk.
 * This version searches the disk only around boundary pixels that are not on the other boundary
 * themselves, row by row from its centre, and stops at the first match, which usually comes at
 * once.
 */
export function contourAccuracy(truth: Bitmap, predicted: Bitmap): number {
  const { found, wanted } = matchContours(truth, predicted);
  // The official empty cases: with one boundary missing, F is 0; with both, 1.
  if (found.pixels === 0 || wanted.pixels === 0) return found.pixels === wanted.pixels ? 1 : 0;
  const precision = found.near / found.pixels;
  const recall = wanted.near / wanted.pixels;
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

/** How many pixels two boundaries have, and how many of them are near the other one. */
export interface ContourMatches {
  /** The predicted boundary. */
  readonly found: { readonly pixels: number; readonly near: number };
  /** The true boundary. */
  readonly wanted: { readonly pixels: number; readonly near: number };
  /** What counts as near, in pixels. */
  readonly radius: number;
}

/** The counts from which {@link contourAccuracy} follows. */
export function matchContours(truth: Bitmap, predicted: Bitmap): ContourMatches {
  const trueBoundary = boundaryOf(truth);
  const predictedBoundary = boundaryOf(predicted);
  const radius = tolerancePixels(truth.size);
  const disk = diskOf(radius);
  const found = matchBoundary(predictedBoundary, trueBoundary, disk);
  const wanted = matchBoundary(trueBoundary, predictedBoundary, disk);
  return { found, wanted, radius };
}

/**
 * The boundary of a mask, one pixel wide: pixels that differ from their neighbour to the right,
 * below, or diagonally below. In the last row only the neighbour to the right counts, in the last
 * column only the one below, in the last corner none.
 *
 * Equivalent to `_seg2bmap` of davis2017-evaluation.
 */
function boundaryOf(mask: Bitmap): Bitmap {
  const { width, height } = mask.size;
  const boundary = allocateBitmap(mask.size);
  const rowWords = width >> 5;
  const rowBits = width & 31;
  const words = Math.ceil((width * height) / 32);
  for (let index = 0; index < words; index++) {
    const here = at(mask.words, index);
    const next = at(mask.words, index + 1);
    // The row below and its pixel to the right start in the middle of a word.
    const low = at(mask.words, index + rowWords);
    const middle = at(mask.words, index + rowWords + 1);
    if ((here | next | low | middle) === 0) continue;
    const right = (here >>> 1) | (next << 31);
    const below = joined(low, middle, rowBits);
    const diagonal = rowBits === 31 ? middle : joined(low, middle, rowBits + 1);
    boundary.words[index] = (here ^ right) | (here ^ below) | (here ^ diagonal);
  }
  const lastRow = (height - 1) * width;
  for (let pixel = lastRow; pixel < lastRow + width - 1; pixel++) {
    setBit(boundary, pixel, bit(mask, pixel) ^ bit(mask, pixel + 1));
  }
  for (let pixel = width - 1; pixel < lastRow; pixel += width) {
    setBit(boundary, pixel, bit(mask, pixel) ^ bit(mask, pixel + width));
  }
  setBit(boundary, lastRow + width - 1, 0);
  return boundary;
}

/** Radius within which boundaries count as near, in pixels. */
function tolerancePixels({ width, height }: FrameSize): number {
  return Math.ceil(TOLERANCE * Math.sqrt(width * width + height * height));
}

/** One row of a disk: pixels from -half to half in the row that is `dy` below the centre. */
interface DiskRow {
  readonly dy: number;
  readonly half: number;
}

/** The rows of `skimage.morphology.disk(radius)`, dx² + dy² ≤ radius², from the centre outwards. */
function diskOf(radius: number): DiskRow[] {
  const rows: DiskRow[] = [{ dy: 0, half: radius }];
  for (let dy = 1; dy <= radius; dy++) {
    const half = Math.floor(Math.sqrt(radius * radius - dy * dy));
    rows.push({ dy: -dy, half }, { dy, half });
  }
  return rows;
}

/** Counts the pixels of `boundary`, and those with a pixel of `other` in the disk around them. */
function matchBoundary(boundary: Bitmap, other: Bitmap, disk: readonly DiskRow[]) {
  const { width, height } = boundary.size;
  const words = Math.ceil((width * height) / 32);
  let pixels = 0;
  let near = 0;
  for (let index = 0; index < words; index++) {
    const word = at(boundary.words, index);
    if (word === 0) continue;
    const shared = word & at(other.words, index);
    pixels += countBits(word);
    near += countBits(shared);
    for (let rest = word ^ shared; rest !== 0; rest &= rest - 1) {
      const pixel = index * 32 + 31 - Math.clz32(rest & -rest);
      if (meetsDisk(other, pixel, disk)) near++;
    }
  }
  return { pixels, near };
}

/** True if a pixel of `bitmap` is set in the disk around `pixel`. */
function meetsDisk(bitmap: Bitmap, pixel: number, disk: readonly DiskRow[]): boolean {
  const { width, height } = bitmap.size;
  const x = pixel % width;
  const y = (pixel - x) / width;
  for (const { dy, half } of disk) {
    if (y + dy < 0 || y + dy >= height) continue;
    const row = (y + dy) * width;
    const first = Math.max(x - half, 0);
    const last = Math.min(x + half, width - 1);
    if (anySet(bitmap, row + first, row + last)) return true;
  }
  return false;
}

/** 32 bits from bit `offset` (0..31) of two consecutive words. */
function joined(low: number, high: number, offset: number): number {
  // Two shifts, because JavaScript treats a shift by 32 as one by 0.
  return (low >>> offset) | ((high << 1) << (31 - offset));
}
