import { LOGIT_LIMIT } from './logistic.ts';
import type { MapCoder } from './mapCoder.ts';

/** log2(1 + e^x) for logits x, indexed by logit + LOGIT_LIMIT: the bits of what was unlikely. */
const SURPRISE = Float32Array.from({ length: 2 * LOGIT_LIMIT + 1 }, (_, index) =>
  Math.log2(1 + Math.exp((index - LOGIT_LIMIT) / 256)),
);

/** Bits of a pixel whose surroundings are all as expected, when it is and when it is not. */
export const EXPECTED_BITS = 0.001;
const UNEXPECTED_BITS = 13;

/** About what it takes to say which of several other labels it is. */
const WHICH_BITS = 1;

/**
 * About how many bits a pixel takes: what the trained network expects, without what the stream has
 * taught the coder since. The encoder's business alone, so floating point is allowed.
 *
 * @param labels the map under way, filled wherever the pixel's neighbours are
 * @param step where the pixel was in the map before, as a distance; `longStep` in the one before it
 */
export function estimateBits(
  coder: MapCoder,
  labels: Uint8Array,
  at: number,
  step: number,
  longStep: number,
): number {
  const { previous, older } = coder;
  const isExpected = labels[at] === previous.labels[at + step];
  const logit = coder.pixels.estimateInter(labels, at, previous, at + step, older, at + longStep);
  if (logit === null) return isExpected ? EXPECTED_BITS : UNEXPECTED_BITS;
  const bits = SURPRISE[(isExpected ? logit : -logit) + LOGIT_LIMIT] as number;
  return isExpected || coder.settings.labels === 2 ? bits : bits + WHICH_BITS;
}
