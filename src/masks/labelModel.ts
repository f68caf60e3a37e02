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
  private readonly network: ContextNetwork;
  /** Where all neighbours are as expected; background and objects apart. */
  private readonly uniform = new AdaptiveBits(2, 255, [4, 16]);
  private readonly near = new AdaptiveBits(1 << 12, 60);
  private readonly far = new AdaptiveBits(1 << 16, 30);
  private readonly mixer = new LogitMixer(16, [52000, 8000, 8000], 10);

  constructor(weights: ContextNetworkWeights) {
    this.network = new ContextNetwork(weights);
  }

  codeUniform(coder: BitCoder, expected: number, differs: number): number {
    return this.uniform.code(coder, expected === 0 ? 0 : 1, differs);
  }

  /**
   * @param features the neighbourhood, as the network takes it
   * @param near 12 bits of it, and `far` 16, for the adaptive contexts
   */
  code(coder: BitCoder, features: Uint8Array, near: number, far: number, differs: number): number {
    const { mixer } = this;
    mixer.set(0, this.network.logit(features));
    mixer.set(1, logitOf(this.near.probability(near)));
    mixer.set(2, logitOf(this.far.probability(far)));
    const probability = probabilityOf(mixer.mix(near >> 8));
    const coded = coder.code(differs, probability);
    mixer.update(coded, probability);
    this.near.update(near, coded);
    this.far.update(far, coded);
    return coded;
  }

  /** The network's opinion alone, in 1/256: for an encoder that weighs what to code. */
  estimate(features: Uint8Array): number {
    return this.network.logit(features);
  }
}
