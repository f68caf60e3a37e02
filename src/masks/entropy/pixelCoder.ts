import type { LabelPlane } from '../labelPlane.ts';
import { AdaptiveBits } from './adaptiveBits.ts';
import type { ContextNetworkWeights } from './contextNetwork.ts';
import { INTER_CAUSAL, INTER_FEATURES, INTER_PREVIOUS, INTRA_FEATURES } from './contextTemplate.ts';
import { LabelModel } from './labelModel.ts';
import { InterNeighbourhood, IntraNeighbourhood } from './neighbourhood.ts';
import type { BitCoder } from './rangeCoder.ts';
import { RecentEdges } from './recentEdges.ts';

/** The trained networks for inter maps and intra maps. */
export interface PixelNetworks {
  readonly inter: ContextNetworkWeights;
  readonly intra: ContextNetworkWeights;
}

/** Called for each decision that involves a network, to collect training data. */
export type DecisionObserver = (
  kind: keyof PixelNetworks,
  features: Uint8Array,
  differs: number,
) => void;

/** Pixels of one row with one vector, and the maps that they are predicted from. */
export interface Span {
  /** Labels of the current map. */
  readonly now: Uint8Array;
  /** Range of the pixels in `now`; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Row of the map. */
  readonly y: number;
  readonly previous: LabelPlane;
  readonly older: LabelPlane;
  /** Index offsets to the pixels in `previous` (step) and `older` (longStep). */
  readonly step: number;
  readonly longStep: number;
}

/** How many nearby pixels of each map can supply a label that differs from the expected one. */
const OFFERED = 12;

/** Reach of the templates to the left, to the right and up. */
const INTER_REACH = 4;
const INTRA_REACH = 5;

/** Codes whether a pixel has the expected label, and if not, which label it has. */
export class PixelCoder {
  /** Predicts the pixels of inter maps. */
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

  /** @param labels number of labels, including the background: they are 0 to `labels` - 1 */
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

  /** Begins a map. Its spans and rows must follow from left to right and from top to bottom. */
  begin(): void {
    this.interEdges.clear();
    this.intraEdges.clear();
  }

  /** Further features of the network, in the unused bits of {@link InterNeighbourhood.inner}. */
  interFlags(expected: number): number {
    return ((expected === 0 ? 4 : 0) | (this.scale - 1)) << 21;
  }

  /**
   * Codes a span whose expected labels are those of the previous map, moved.
   *
   * @param wanted the labels to write, indexed like `span.now`; ignored by a decoder
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
        // The common case: no neighbour differs.
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

  /** Copies a span from the previous map. */
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

  /** As {@link copySpan}, for a block with one label; `isTop` is true in its first row. */
  fillSpan(span: Span, isTop: boolean): void {
    const { now, start, end, previous, step, y } = span;
    const label = previous.labels[start + step] as number;
    if (isTop) {
      this.copySpan(span);
    } else {
      // The current map starts as 0.
      if (label !== 0) now.fill(label, start, end);
      if (label !== now[start - 1]) this.interEdges.note(columnOf(start, this.stride), y);
    }
  }

  /** Ends a row: beyond its edge the current map is 0. */
  endRow(now: Uint8Array, end: number, y: number): void {
    if (now[end - 1] !== 0) this.interEdges.note(columnOf(end, this.stride), y);
  }

  /** Codes a row of an intra map. The expected label is that of the left neighbour. */
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
    const innerAndFlags = inner | this.interFlags(expected);
    const logit = this.inter.network.logit(causal, innerAndFlags, outer, older);
    const coded = this.inter.code(coder, logit, near, far, differs);
    this.observer?.('inter', bytesOf([causal, innerAndFlags, outer, older], INTER_FEATURES), coded);
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
    const rejected = [expected];
    const offer = (other: number): boolean => {
      if (rejected.includes(other)) return false;
      const context = Math.min(rejected.length - 1, 3);
      if (this.offered.code(coder, context, other === label ? 1 : 0)) return true;
      rejected.push(other);
      return false;
    };
    for (let index = 0; index < OFFERED; index++) {
      const near = now[at + (this.causal[index] as number)] as number;
      if (offer(near)) return near;
      const before = then[from + (this.previous[index] as number)] as number;
      // In an intra map, later pixels are not decoded yet.
      if (then !== now && offer(before)) return before;
    }
    return this.codeLiteral(coder, label);
  }

  /** Codes a label bit by bit, without the bits that would exceed the last label. */
  private codeLiteral(coder: BitCoder, label: number): number {
    let value = 0;
    for (let bit = 7; bit >= 0; bit--) {
      const withOne = value | (1 << bit);
      if (withOne >= this.labels) continue;
      // A node of a binary tree: a leading one, then the bits so far.
      const node = (1 << (7 - bit)) | (value >> (bit + 1));
      if (this.literal.code(coder, node, (label >> bit) & 1)) value = withOne;
    }
    return value;
  }
}

/** The column of a pixel in its plane, including the border. */
function columnOf(at: number, stride: number): number {
  return at % stride;
}

/** Features in the order of the templates; the first is the highest bit of the first byte. */
function bytesOf(words: readonly number[], features: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(features.length / 8);
  for (const [bit, feature] of features.entries()) {
    const isSet = ((words[Math.floor(bit / 24)] as number) >> (bit % 24)) & 1;
    const byte = feature >> 3;
    bytes[byte] = (bytes[byte] as number) | (isSet << (7 - (feature & 7)));
  }
  return bytes;
}
