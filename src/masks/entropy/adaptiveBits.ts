import type { BitCoder } from './rangeCoder.ts';

/** 65536 / (n + 1.5): a new estimate adapts quickly, and more slowly with each bit. */
const RATES = Array.from({ length: 256 }, (_, count) => Math.floor(131072 / (2 * count + 3)));

const ONE = 2 ** 24;

/** The number of bits that an initial estimate counts for. */
const INITIAL_COUNT = 6;

/** Adaptive probabilities, one per context: a running mean of its bits that favours recent ones. */
export class AdaptiveBits {
  /** P(bit = 1) in 1/2^24, precise enough to reach the lowest probability of the coder. */
  private readonly probabilities: Uint32Array;
  private readonly counts: Uint8Array;

  /**
   * @param contexts number of contexts
   * @param limit number of bits after which the rate of adaptation stays constant, at most 255
   * @param initial P(bit = 1) in 1/65536 of the first contexts; the others start at a half
   */
  constructor(
    contexts: number,
    private readonly limit: number,
    initial: readonly number[] = [],
  ) {
    this.probabilities = new Uint32Array(contexts).fill(ONE / 2);
    this.probabilities.set(initial.map((probability) => probability * 256));
    this.counts = new Uint8Array(contexts).fill(INITIAL_COUNT, 0, initial.length);
  }

  /** @returns P(bit = 1) in 1/65536, 1 to 65535 */
  probability(context: number): number {
    const probability = (this.probabilities[context] as number) >>> 8;
    return Math.max(probability, 1);
  }

  update(context: number, bit: number): void {
    const probability = this.probabilities[context] as number;
    const count = this.counts[context] as number;
    const target = bit ? ONE - 1 : 0;
    // Exact, because integers stay below 2^53; truncated, so that it never passes its target.
    const step = Math.trunc(((target - probability) * (RATES[count] as number)) / 65536);
    this.probabilities[context] = probability + step;
    if (count < this.limit) this.counts[context] = count + 1;
  }

  /** Codes a bit in its context, and updates the context. */
  code(coder: BitCoder, context: number, bit: number): number {
    const coded = coder.code(bit, this.probability(context));
    this.update(context, coded);
    return coded;
  }
}
