import { AdaptiveBits } from './adaptiveBits.ts';
import type { ContextNetworkWeights } from './contextNetwork.ts';
import { INTER_CAUSAL, INTER_PREVIOUS } from './contextTemplate.ts';
import { LabelModel } from './labelModel.ts';
import type { LabelPlane } from './labelPlane.ts';
import { Neighbourhood } from './neighbourhood.ts';
import type { BitCoder } from './rangeCoder.ts';

/** The trained networks: for maps that follow others, and for those that stand alone. */
export interface PixelNetworks {
  readonly inter: ContextNetworkWeights;
  readonly intra: ContextNetworkWeights;
}

/** Is told of each decision that a network has a say in: training material. */
export type DecisionObserver = (
  kind: keyof PixelNetworks,
  features: Uint8Array,
  differs: number,
) => void;

/** How many nearby labels are offered in place of the expected one. */
const OFFERED = 12;

/** Codes the label of a pixel: is it what is expected, and if not, which of those around it. */
export class PixelCoder {
  private readonly neighbourhood: Neighbourhood;
  private readonly inter: LabelModel;
  private readonly intra: LabelModel;
  private readonly offered = new AdaptiveBits(4, 60);
  private readonly literal = new AdaptiveBits(256, 60);
  private readonly causal: readonly number[];
  private readonly previous: readonly number[];

  /** @param labels how many there are, background included: labels are 0 to `labels` - 1 */
  constructor(
    stride: number,
    private readonly labels: number,
    scale: number,
    networks: PixelNetworks,
    private readonly observer: DecisionObserver | null = null,
  ) {
    this.neighbourhood = new Neighbourhood(stride, scale);
    this.inter = new LabelModel(networks.inter);
    this.intra = new LabelModel(networks.intra);
    this.causal = INTER_CAUSAL.slice(0, OFFERED).map(({ x, y }) => y * stride + x);
    this.previous = INTER_PREVIOUS.slice(1, OFFERED + 1).map(({ x, y }) => y * stride + x);
  }

  /**
   * Codes a pixel whose label in the map before, moved, is known.
   *
   * @param now the map under way, and where the pixel lies in it; `then` and `long` those before it
   * @param label what to write; a decoder ignores it
   * @returns the label that was written or read
   */
  codeInter(
    coder: BitCoder,
    now: Uint8Array,
    at: number,
    then: LabelPlane,
    from: number,
    long: LabelPlane,
    fromLong: number,
    label: number,
  ): number {
    const expected = then.labels[from] as number;
    const { neighbourhood } = this;
    const wanted = label === expected ? 0 : 1;
    let differs: number;
    if (neighbourhood.readInter(now, at, then, from, long, fromLong, expected)) {
      const { inter, interNear, interFar } = neighbourhood;
      differs = this.inter.code(coder, inter, interNear, interFar, wanted);
      this.observer?.('inter', inter, differs);
    } else {
      differs = this.inter.codeUniform(coder, expected, wanted);
    }
    return differs ? this.codeOther(coder, expected, label, now, at, then.labels, from) : expected;
  }

  /** Codes a pixel of a map that stands alone; its left neighbour's label is expected. */
  codeIntra(coder: BitCoder, now: Uint8Array, at: number, label: number): number {
    const expected = now[at - 1] as number;
    const { neighbourhood } = this;
    const wanted = label === expected ? 0 : 1;
    let differs: number;
    if (neighbourhood.readIntra(now, at, expected)) {
      const { intra, intraNear, intraFar } = neighbourhood;
      differs = this.intra.code(coder, intra, intraNear, intraFar, wanted);
      this.observer?.('intra', intra, differs);
    } else {
      differs = this.intra.codeUniform(coder, expected, wanted);
    }
    return differs ? this.codeOther(coder, expected, label, now, at, now, at) : expected;
  }

  /**
   * About how a pixel of {@link codeInter} would be coded: the logit in 1/256 that it differs from
   * what is expected, or null where all its surroundings are as expected.
   */
  estimateInter(
    now: Uint8Array,
    at: number,
    then: LabelPlane,
    from: number,
    long: LabelPlane,
    fromLong: number,
  ): number | null {
    const { neighbourhood } = this;
    const expected = then.labels[from] as number;
    if (!neighbourhood.readInter(now, at, then, from, long, fromLong, expected)) return null;
    return this.inter.estimate(neighbourhood.inter);
  }

  private codeOther(
    coder: BitCoder,
    expected: number,
    label: number,
    now: Uint8Array,
    at: number,
    then: Uint8Array,
    from: number,
  ): number {
    if (this.labels === 2) return 1 - expected;
    const refused = [expected];
    const offer = (other: number): boolean => {
      if (refused.includes(other)) return false;
      const context = Math.min(refused.length - 1, 3);
      if (this.offered.code(coder, context, other === label ? 1 : 0)) return true;
      refused.push(other);
      return false;
    };
    for (let index = 0; index < OFFERED; index++) {
      const near = now[at + (this.causal[index] as number)] as number;
      if (offer(near)) return near;
      const before = then[from + (this.previous[index] as number)] as number;
      // Without a map before, what lies behind the pixel is not known yet.
      if (then !== now && offer(before)) return before;
    }
    return this.codeLiteral(coder, label);
  }

  /** Codes a label bit by bit; bits that would lead beyond the last label are not coded. */
  private codeLiteral(coder: BitCoder, label: number): number {
    let value = 0;
    for (let bit = 7; bit >= 0; bit--) {
      const withOne = value | (1 << bit);
      if (withOne >= this.labels) continue;
      // The bits so far behind a leading one: a node of a binary tree.
      const node = (1 << (7 - bit)) | (value >> (bit + 1));
      if (this.literal.code(coder, node, (label >> bit) & 1)) value = withOne;
    }
    return value;
  }
}
