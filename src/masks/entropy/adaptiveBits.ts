import type { BitCoder } from './rangeCoder.ts';

/** 65536 / (n + 1.5): a new estimate follows its first bits at once, later ones ever more slowly. */
const RATES = Array.from({ length: 256 }, (_, count) => Math.floor(131072 / (2 * count + 3)));

const ONE = 2 ** 24;

/** How many bits an estimate that is given at the start is worth. */
const INITIAL_COUNT = 6;

/** Adaptive probabilities, one for each context: a mean of the bits seen, the latest count most. */
export class AdaptiveBits {
  /** P(bit = 1) in 1/2^24, so that a rare bit's can sink as low as the coder allows. */
  private readonly probabilities: Uint32Array;
  private readonly counts: Uint8Array;

  /**
   * @param contexts how many
   * @param limit after how many bits an estimate no longer slows down, at most 255
   * @param initial P(bit = 1) in 1/65536 of the first contexts; of the others it is a half
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
    // Whole numbers below 2^53, so exact; cut towards zero, so that it never passes its target.
    const step = Math.trunc(((target - probability) * (RATES[count] as number)) / 65536);
    this.probabilities[context] = probability + step;
    if (count < this.limit) this.counts[context] = count + 1;
  }

  /** Codes a bit in its context, and learns from it. */
  code(coder: BitCoder, context: number, bit: number): number {
    const coded = coder.code(bit, this.probability(context));
    this.update(context, coded);
    return coded;
  }
}
