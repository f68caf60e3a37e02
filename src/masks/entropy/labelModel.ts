import { AdaptiveBits } from './adaptiveBits.ts';
import { ContextNetwork, type ContextNetworkWeights } from './contextNetwork.ts';
import { logitOf, probabilityOf } from './logistic.ts';
import { LogitMixer } from './logitMixer.ts';
import type { BitCoder } from './rangeCoder.ts';

/**
 * Predicts whether a pixel has another label than expected: the trained network's opinion, mixed
 * with what two contexts have seen in this stream.
 */
export class LabelModel {
  readonly network: ContextNetwork;
  /** Where all neighbours are as expected; background and objects apart. */
  private readonly uniform = new AdaptiveBits(2, 255, [4, 16]);
  private readonly near = new AdaptiveBits(1 << 12, 60);
  private readonly far = new AdaptiveBits(1 << 16, 30);
  private readonly mixer = new LogitMixer(16, [52000, 8000, 8000], 10);

  /** @param features for each bit of the network's words, which of its features it is */
  constructor(weights: ContextNetworkWeights, features: readonly number[]) {
    this.network = ContextNetwork.of(weights, features);
  }

  codeUniform(coder: BitCoder, expected: number, differs: number): number {
    return this.uniform.code(coder, expected === 0 ? 0 : 1, differs);
  }

  /**
   * @param logit the network's opinion, in 1/256
   * @param near 12 bits of the neighbourhood, and `far` 16, for the adaptive contexts
   */
  code(coder: BitCoder, logit: number, near: number, far: number, differs: number): number {
    const { mixer } = this;
    const nearLogit = logitOf(this.near.probability(near));
    const farLogit = logitOf(this.far.probability(far));
    const probability = probabilityOf(mixer.mix(near >> 8, logit, nearLogit, farLogit));
    const coded = coder.code(differs, probability);
    mixer.update(coded, probability);
    this.near.update(near, coded);
    this.far.update(far, coded);
    return coded;
  }
}
