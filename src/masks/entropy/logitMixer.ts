/** Weights are limited to ±4. */
const MOST_WEIGHT = 4 * 65536;

/**
 * Mixes the logits of three predictions with adaptive weights, one set of weights per context
 * (gated logistic mixing, after M. Mahoney's paq).
 */
export class LogitMixer {
  private readonly weights: Int32Array;
  private first = 0;
  private second = 0;
  private third = 0;
  private offset = 0;

  /**
   * @param contexts number of sets of weights
   * @param initial initial weights in 1/65536, one per prediction
   * @param rate how fast the weights adapt
   */
  constructor(
    contexts: number,
    initial: readonly [number, number, number],
    private readonly rate: number,
  ) {
    this.weights = Int32Array.from(
      { length: contexts * 3 },
      (_, index) => initial[index % 3] as number,
    );
  }

  /**
   * @param first logits of the predictions in 1/256
   * @returns the mixed logit in 1/256
   */
  mix(context: number, first: number, second: number, third: number): number {
    const { weights } = this;
    const offset = context * 3;
    this.offset = offset;
    this.first = first;
    this.second = second;
    this.third = third;
    const sum =
      first * (weights[offset] as number) +
      second * (weights[offset + 1] as number) +
      third * (weights[offset + 2] as number);
    // Exact: integers far below 2^53, divided by a power of two.
    return Math.trunc(sum / 65536);
  }

  /** @param probability the predicted P(bit = 1) in 1/65536 */
  update(bit: number, probability: number): void {
    const { offset } = this;
    const error = ((bit ? 65536 : 0) - probability) * this.rate;
    this.follow(offset, this.first * error);
    this.follow(offset + 1, this.second * error);
    this.follow(offset + 2, this.third * error);
  }

  private follow(at: number, product: number): void {
    const weight = (this.weights[at] as number) + Math.trunc(product / 2 ** 21);
    this.weights[at] = Math.max(-MOST_WEIGHT, Math.min(MOST_WEIGHT, weight));
  }
}
