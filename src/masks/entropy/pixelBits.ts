import type { MapCoder } from '../mapCoder.ts';
import { LOGIT_LIMIT } from './logistic.ts';

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
 * @param causal the neighbours that are not as expected, as `InterNeighbourhood` has them
 * @param isExpected whether the pixel itself is
 */
export function estimateBits(
  { pixels, settings }: MapCoder,
  causal: number,
  inner: number,
  outer: number,
  older: number,
  expected: number,
  isExpected: boolean,
): number {
  if ((causal | inner | outer | older) === 0) return isExpected ? EXPECTED_BITS : UNEXPECTED_BITS;
  const told = inner | pixels.interFlags(expected);
  const logit = pixels.inter.network.logit(causal, told, outer, older);
  const bits = SURPRISE[(isExpected ? logit : -logit) + LOGIT_LIMIT] as number;
  return isExpected || settings.labels === 2 ? bits : bits + WHICH_BITS;
}
