import { AdaptiveBits } from './adaptiveBits.ts';
import { ContextNetwork, type ContextNetworkWeights } from './contextNetwork.ts';
import { logitOf, probabilityOf } from './logistic.ts';
import { LogitMixer } from './logitMixer.ts';
import type { BitCoder } from './rangeCoder.ts';

/**
 * Predicts whether a pixel differs from the expected label: mixes the logit of the trained network
 * with those of two adaptive contexts.
 */
export class LabelModel {
  readonly network: ContextNetwork;
  /** Used if all neighbours have the expected label; separate for background and objects. */
  private readonly uniform = new AdaptiveBits(2, 255, [4, 16]);
  private readonly near = new AdaptiveBits(1 << 12, 60);
  private readonly far = new AdaptiveBits(1 << 16, 30);
  private readonly mixer = new LogitMixer(16, [52000, 8000, 8000], 10);

  /** @param features the network feature of each bit of the words, lowest bit first */
  constructor(weights: ContextNetworkWeights, features: readonly number[]) {
    this.network = ContextNetwork.of(weights, features);
  }

  codeUniform(coder: BitCoder, expected: number, differs: number): number {
    return this.uniform.code(coder, expected === 0 ? 0 : 1, differs);
  }

  /**
   * @param logit from the network, in 1/256
   * @param near 12 bits of the neighbourhood, for an adaptive context
   * @param far 16 bits of the neighbourhood, for an adaptive context
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
