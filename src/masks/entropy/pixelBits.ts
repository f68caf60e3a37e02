import type { MapCoder } from '../mapCoder.ts';
import { LOGIT_LIMIT } from './logistic.ts';

/** Bits of an outcome whose opposite has logit x: log2(1 + e^x), indexed by logit + LOGIT_LIMIT. */
const SURPRISE = Float32Array.from({ length: 2 * LOGIT_LIMIT + 1 }, (_, index) =>
  Math.log2(1 + Math.exp((index - LOGIT_LIMIT) / 256)),
);

/** Bits of a pixel without differing neighbours, if it has the expected label and if not. */
export const EXPECTED_BITS = 0.001;
const UNEXPECTED_BITS = 13;

/** Approximate bits to code which of several other labels a pixel has. */
const WHICH_BITS = 1;

/**
 * Estimates the bits of a pixel with the trained network alone, without the adaptive contexts. Only
 * the encoder uses it, so floating point is allowed.
 *
 * @param causal the neighbourhood as in `InterNeighbourhood`, with `inner`, `outer` and `older`
 * @param isExpected whether the pixel has the expected label
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
  const innerAndFlags = inner | pixels.interFlags(expected);
  const logit = pixels.inter.network.logit(causal, innerAndFlags, outer, older);
  const bits = SURPRISE[(isExpected ? logit : -logit) + LOGIT_LIMIT] as number;
  return isExpected || settings.labels === 2 ? bits : bits + WHICH_BITS;
}
