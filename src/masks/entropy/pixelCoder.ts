import type { LabelPlane } from '../labelPlane.ts';
import { AdaptiveBits } from './adaptiveBits.ts';
import type { ContextNetworkWeights } from './contextNetwork.ts';
import { INTER_CAUSAL, INTER_FEATURES, INTER_PREVIOUS, INTRA_FEATURES } from './contextTemplate.ts';
import { LabelModel } from './labelModel.ts';
import { InterNeighbourhood, IntraNeighbourhood } from './neighbourhood.ts';
import type { BitCoder } from './rangeCoder.ts';
import { RecentEdges } from './recentEdges.ts';

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

/** Pixels of one row with one vector, and the maps that they are coded from. */
export interface Span {
  /** The map under way. */
  readonly now: Uint8Array;
  /** Where in it the pixels begin and end. */
  readonly start: number;
  readonly end: number;
  /** Which row of the map it is. */
  readonly y: number;
  readonly previous: LabelPlane;
  readonly older: LabelPlane;
  /** Where the pixels were in these, as distances. */
  readonly step: number;
  readonly longStep: number;
}

/** How many nearby labels are offered in place of the expected one. */
const OFFERED = 12;

/** How far templates look to the sides and up. */
const INTER_REACH = 4;
const INTRA_REACH = 5;

/** Codes the labels of pixels: is it what is expected, and if not, which of those around it. */
export class PixelCoder {
  /** What the trained network says about a pixel of a map that follows others. */
  readonly inter: LabelModel;
  private readonly intra: LabelModel;
  private readonly interNeighbours: InterNeighbourhood;
  private readonly intraNeighbours: IntraNeighbourhood;
  private readonly interEdges: RecentEdges;
  private readonly intraEdges: RecentEdges;
  private readonly offered = new AdaptiveBits(4, 60);
  private readonly literal = new AdaptiveBits(256, 60);
  private readonly causal: readonly number[];
  private readonly previous: readonly number[];

  /** @param labels how many there are, background included: labels are 0 to `labels` - 1 */
  constructor(
    private readonly stride: number,
    private readonly labels: number,
    private readonly scale: number,
    networks: PixelNetworks,
    private readonly observer: DecisionObserver | null = null,
  ) {
    this.inter = new LabelModel(networks.inter, INTER_FEATURES);
    this.intra = new LabelModel(networks.intra, INTRA_FEATURES);
    this.interNeighbours = new InterNeighbourhood(stride);
    this.intraNeighbours = new IntraNeighbourhood(stride);
    this.interEdges = new RecentEdges(stride, INTER_REACH);
    this.intraEdges = new RecentEdges(stride, INTRA_REACH);
    this.causal = INTER_CAUSAL.slice(0, OFFERED).map(({ x, y }) => y * stride + x);
    this.previous = INTER_PREVIOUS.slice(1, OFFERED + 1).map(({ x, y }) => y * stride + x);
  }

  /** Before a map whose spans and rows follow, from left to right and from the top down. */
  begin(): void {
    this.interEdges.clear();
    this.intraEdges.clear();
  }

  /** What the network is told beside the neighbours, for {@link InterNeighbourhood.inner}. */
  interFlags(expected: number): number {
    return ((expected === 0 ? 4 : 0) | (this.scale - 1)) << 21;
  }

  /**
   * Codes a span whose labels are expected to be those of the map before, moved.
   *
   * @param wanted holds what to write, as `span.now` will; a decoder ignores it
   */
  codeSpan(coder: BitCoder, span: Span, wanted: Uint8Array): void {
    const { now, start, end, y, previous, older, step, longStep } = span;
    const then = previous.labels;
    const long = older.labels;
    const thenContours = previous.contours;
    const longContours = older.contours;
    const { stride, inter, interNeighbours: around, interEdges } = this;
    const edges = interEdges.rows;
    const calmBefore = y - INTER_REACH;
    let column = columnOf(start, stride);
    let readLast = -1;
    let readExpected = -1;
    for (let at = start; at < end; at++, column++) {
      const from = at + step;
      const fromLong = at + longStep;
      const expected = then[from] as number;
      const left = now[at - 1] as number;
      const want = wanted[at] === expected ? 0 : 1;
      let differs: number;
      if (
        left === expected &&
        (edges[column] as number) < calmBefore &&
        thenContours[from] === 0 &&
        longContours[fromLong] === 0 &&
        long[fromLong] === expected
      ) {
        // Most pixels end here: there is nothing to be seen that differs.
        differs = inter.codeUniform(coder, expected, want);
      } else {
        if (readLast === at - 1 && readExpected === expected) {
          around.slide(now, at, then, from, long, fromLong, expected);
        } else {
          around.read(now, at, then, from, long, fromLong, expected);
        }
        readLast = at;
        readExpected = expected;
        differs = around.isUniform
          ? inter.codeUniform(coder, expected, want)
          : this.codeInter(coder, around, expected, want);
      }
      const label = differs
        ? this.codeOther(coder, expected, wanted[at] as number, now, at, then, from)
        : expected;
      now[at] = label;
      if (label !== left || label !== now[at - stride]) interEdges.note(column, y);
    }
  }

  /** Takes a span over as it was in the map before. */
  copySpan(span: Span): void {
    const { now, start, end, y, previous, step } = span;
    const { stride, interEdges } = this;
    const then = previous.labels;
    let column = columnOf(start, stride);
    for (let at = start; at < end; at++, column++) {
      const label = then[at + step] as number;
      now[at] = label;
      if (label !== now[at - 1] || label !== now[at - stride]) interEdges.note(column, y);
    }
  }

  /** As {@link copySpan}, of a block that is one label; `isTop` in the block's first row. */
  fillSpan(span: Span, isTop: boolean): void {
    const { now, start, end, previous, step, y } = span;
    const label = previous.labels[start + step] as number;
    if (isTop) {
      this.copySpan(span);
    } else {
      // The map under way is 0 to begin with.
      if (label !== 0) now.fill(label, start, end);
      if (label !== now[start - 1]) this.interEdges.note(columnOf(start, this.stride), y);
    }
  }

  /** After the last span of a row: the map that is under way is 0 beyond its edge. */
  endRow(now: Uint8Array, end: number, y: number): void {
    if (now[end - 1] !== 0) this.interEdges.note(columnOf(end, this.stride), y);
  }

  /** Codes a row of a map that stands alone; the left neighbour's label is always expected. */
  codeIntraRow(
    coder: BitCoder,
    now: Uint8Array,
    start: number,
    end: number,
    y: number,
    wanted: Uint8Array,
  ): void {
    const { stride, intra, intraNeighbours: around, intraEdges } = this;
    const edges = intraEdges.rows;
    const calmBefore = y - INTRA_REACH;
    let column = columnOf(start, stride);
    let readLast = -1;
    let readExpected = -1;
    for (let at = start; at < end; at++, column++) {
      const expected = now[at - 1] as number;
      const want = wanted[at] === expected ? 0 : 1;
      let differs: number;
      if ((edges[column] as number) < calmBefore) {
        differs = intra.codeUniform(coder, expected, want);
      } else {
        if (readLast === at - 1 && readExpected === expected) around.slide(now, at, expected);
        else around.read(now, at, expected);
        readLast = at;
        readExpected = expected;
        differs = around.isUniform
          ? intra.codeUniform(coder, expected, want)
          : this.codeIntra(coder, around, expected, want);
      }
      const label = differs
        ? this.codeOther(coder, expected, wanted[at] as number, now, at, now, at)
        : expected;
      now[at] = label;
      if (label !== expected || label !== now[at - stride]) intraEdges.note(column, y);
    }
    if (now[end - 1] !== 0) intraEdges.note(column, y);
  }

  private codeInter(
    coder: BitCoder,
    around: InterNeighbourhood,
    expected: number,
    differs: number,
  ): number {
    const { causal, inner, outer, older, near, far } = around;
    const told = inner | this.interFlags(expected);
    const logit = this.inter.network.logit(causal, told, outer, older);
    const coded = this.inter.code(coder, logit, near, far, differs);
    this.observer?.('inter', bytesOf([causal, told, outer, older], INTER_FEATURES), coded);
    return coded;
  }

  private codeIntra(
    coder: BitCoder,
    around: IntraNeighbourhood,
    expected: number,
    differs: number,
  ): number {
    const first = around.first | (expected === 0 ? 1 << 23 : 0);
    const second = around.second | (this.scale > 1 ? 1 << 23 : 0);
    const logit = this.intra.network.logit(first, second, 0, 0);
    const coded = this.intra.code(coder, logit, around.near, around.far, differs);
    this.observer?.('intra', bytesOf([first, second], INTRA_FEATURES), coded);
    return coded;
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

/** A pixel's column, those of the border included: rows of a plane begin with its border. */
function columnOf(at: number, stride: number): number {
  return at % stride;
}

/** Features in the order of the templates, the first in the highest bit of the first byte. */
function bytesOf(words: readonly number[], features: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(features.length / 8);
  for (const [bit, feature] of features.entries()) {
    const isSet = ((words[Math.floor(bit / 24)] as number) >> (bit % 24)) & 1;
    const byte = feature >> 3;
    bytes[byte] = (bytes[byte] as number) | (isSet << (7 - (feature & 7)));
  }
  return bytes;
}
