/** Weights stay within ±4. */
const MOST_WEIGHT = 4 * 65536;

/**
 * Adds up the logits of several predictions with weights that follow what came true, one set of
 * weights for each context (gated logistic mixing, after M. Mahoney's paq).
 */
export class LogitMixer {
  private readonly weights: Int32Array;
  private readonly inputs: Int32Array;
  private offset = 0;

  /**
   * @param contexts how many sets of weights
   * @param initial the weights at the start in 1/65536, one for each prediction
   * @param rate how fast they follow
   */
  constructor(
    contexts: number,
    initial: readonly number[],
    private readonly rate: number,
  ) {
    this.inputs = new Int32Array(initial.length);
    this.weights = Int32Array.from(
      { length: contexts * initial.length },
      (_, index) => initial[index % initial.length] as number,
    );
  }

  /** @param logit a prediction in 1/256 */
  set(input: number, logit: number): void {
    this.inputs[input] = logit;
  }

  /** @returns the mixed logit in 1/256 */
  mix(context: number): number {
    const { inputs, weights } = this;
    this.offset = context * inputs.length;
    let sum = 0;
    for (let input = 0; input < inputs.length; input++) {
      sum += (inputs[input] as number) * (weights[this.offset + input] as number);
    }
    // Whole numbers far below 2^53, divided by a power of two: exact.
    return Math.trunc(sum / 65536);
  }

  /** @param probability what was predicted, P(bit = 1) in 1/65536 */
  update(bit: number, probability: number): void {
    const { inputs, weights, offset, rate } = this;
    const error = (bit ? 65536 : 0) - probability;
    for (let input = 0; input < inputs.length; input++) {
      const step = Math.trunc(((inputs[input] as number) * error * rate) / 2 ** 21);
      const weight = (weights[offset + input] as number) + step;
      weights[offset + input] = Math.max(-MOST_WEIGHT, Math.min(MOST_WEIGHT, weight));
    }
  }
}
