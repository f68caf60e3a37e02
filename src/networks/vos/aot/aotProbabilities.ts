import type { FrameSize } from '../../../sequence/frames.ts';
import { pixelsOf } from '../../tensors/networkGrid.ts';

/**
 * Scales planes bilinearly with aligned corners: PyTorch's `interpolate` with `align_corners=True`.
 *
 * @param planes [n, from.height, from.width], of which the first `count` are scaled
 * @returns [count, to.height, to.width]
 */
export function scaledToCorners(
  planes: Float32Array,
  from: FrameSize,
  to: FrameSize,
  count: number,
): Float32Array {
  const scaled = new Float32Array(count * pixelsOf(to));
  const columns = cornerTaps(from.width, to.width);
  const rows = cornerTaps(from.height, to.height);
  const blended = new Float32Array(from.width);
  for (let plane = 0; plane < count; plane++) {
    for (let y = 0; y < to.height; y++) {
      const above = plane * pixelsOf(from) + (rows.lower[y] ?? 0) * from.width;
      const below = plane * pixelsOf(from) + (rows.upper[y] ?? 0) * from.width;
      const weight = rows.weight[y] ?? 0;
      for (let x = 0; x < from.width; x++) {
        const upper = planes[above + x] ?? 0;
        blended[x] = upper + ((planes[below + x] ?? 0) - upper) * weight;
      }
      const start = plane * pixelsOf(to) + y * to.width;
      for (let x = 0; x < to.width; x++) {
        const left = blended[columns.lower[x] ?? 0] ?? 0;
        const right = blended[columns.upper[x] ?? 0] ?? 0;
        scaled[start + x] = left + (right - left) * (columns.weight[x] ?? 0);
      }
    }
  }
  return scaled;
}

/**
 * Merges the logits of all passes, each with the background first, into probabilities. A pixel is
 * background if it is background in every pass (`merged` in `models/aot/inference.py`).
 *
 * @param passes [objects + 1, pixels] each; they are overwritten
 * @returns [all objects + 1, pixels], with a sum of 1 over the classes
 */
export function mergedProbabilities(passes: readonly Float32Array[], pixels: number): Float32Array {
  for (const logits of passes) softmax(logits, pixels);
  const [only, another] = passes;
  if (only && !another) return only;
  const objects = passes.reduce((sum, { length }) => sum + length / pixels - 1, 0);
  const merged = new Float32Array((objects + 1) * pixels).fill(1, 0, pixels);
  let first = 1;
  for (const probabilities of passes) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      merged[pixel] = (merged[pixel] ?? 0) * (probabilities[pixel] ?? 0);
    }
    merged.set(probabilities.subarray(pixels), first * pixels);
    first += probabilities.length / pixels - 1;
  }
  normaliseOdds(merged, pixels);
  return merged;
}

/** The most probable class of each pixel, the first one if several are equal: [pixels]. */
export function mostProbable(probabilities: Float32Array, pixels: number): Uint8Array {
  const classes = probabilities.length / pixels;
  const numbers = new Uint8Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    let best = probabilities[pixel] ?? 0;
    for (let kind = 1; kind < classes; kind++) {
      const value = probabilities[kind * pixels + pixel] ?? 0;
      if (value > best) {
        best = value;
        numbers[pixel] = kind;
      }
    }
  }
  return numbers;
}

/** Over the classes of each pixel, in place. */
function softmax(logits: Float32Array, pixels: number): void {
  for (let pixel = 0; pixel < pixels; pixel++) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let place = pixel; place < logits.length; place += pixels) {
      largest = Math.max(largest, logits[place] ?? 0);
    }
    let sum = 0;
    for (let place = pixel; place < logits.length; place += pixels) {
      const value = Math.exp((logits[place] ?? 0) - largest);
      logits[place] = value;
      sum += value;
    }
    for (let place = pixel; place < logits.length; place += pixels) {
      logits[place] = (logits[place] ?? 0) / sum;
    }
  }
}

/** Normalises the odds of probabilities, clamped away from 0 and 1, over the classes; in place. */
function normaliseOdds(probabilities: Float32Array, pixels: number): void {
  for (let pixel = 0; pixel < pixels; pixel++) {
    let sum = 0;
    for (let place = pixel; place < probabilities.length; place += pixels) {
      const clamped = Math.min(Math.max(probabilities[place] ?? 0, SMALLEST), 1 - SMALLEST);
      const odds = clamped / (1 - clamped);
      probabilities[place] = odds;
      sum += odds;
    }
    for (let place = pixel; place < probabilities.length; place += pixels) {
      probabilities[place] = (probabilities[place] ?? 0) / sum;
    }
  }
}

const SMALLEST = 1e-5;

/** For each target position of one axis: two source positions and the second one's weight. */
function cornerTaps(from: number, to: number) {
  const lower = new Int32Array(to);
  const upper = new Int32Array(to);
  const weight = new Float32Array(to);
  const step = to > 1 ? (from - 1) / (to - 1) : 0;
  for (let i = 0; i < to; i++) {
    const position = Math.min(i * step, from - 1);
    const below = Math.floor(position);
    lower[i] = below;
    upper[i] = Math.min(below + 1, from - 1);
    weight[i] = position - below;
  }
  return { lower, upper, weight };
}
