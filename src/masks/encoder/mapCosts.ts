import { causalBit, INTER_CAUSAL } from '../entropy/contextTemplate.ts';
import { InterNeighbourhood } from '../entropy/neighbourhood.ts';
import { estimateBits } from '../entropy/pixelBits.ts';
import type { LabelPlane } from '../labelPlane.ts';
import type { MapCoder } from '../mapCoder.ts';

/** The loss of quality, converted to bits, if coded pixel (x, y) has a label. */
export type Distortion = (x: number, y: number, label: number) => number;

/** Words of a pixel's neighbourhood. */
const CAUSAL = 0;
const INNER = 1;
const OUTER = 2;
const OLDER = 3;
const WORDS = 4;

/**
 * Estimates the bits of a map's pixels, and how they change with other labels. Only affected pixels
 * are estimated again. Buffers are reused from map to map.
 */
export class MapCosts {
  /** The labels of the map, including its border. */
  labels: Uint8Array;
  /** For each coded pixel, the label that its block's vector predicts. */
  readonly expected: Uint8Array;
  private target: LabelPlane;
  private distortion: Distortion = () => 0;
  /** 1 if a pixel is coded, i.e. inside the map and in a block that is not copied. */
  private readonly coded: Uint8Array;
  /** The current neighbourhood of each pixel. */
  private readonly words: Int32Array;
  /** The current bits of each pixel; 0 if it is not coded. */
  private readonly costs: Float32Array;
  private readonly marks: Uint8Array;
  /**
   * Index offsets to the pixels whose bits depend on a pixel, itself first; its bit in their words.
   */
  private readonly dependants: Int32Array;
  private readonly bits: Int32Array;
  private readonly newCosts: Float64Array;
  private readonly around: InterNeighbourhood;

  constructor(private readonly coder: MapCoder) {
    const { previous } = coder;
    const { length } = previous.labels;
    const { stride } = previous;
    this.target = previous;
    this.labels = previous.labels;
    this.coded = new Uint8Array(length);
    this.expected = new Uint8Array(length);
    this.words = new Int32Array(length * WORDS);
    this.costs = new Float32Array(length);
    this.marks = new Uint8Array(length);
    this.dependants = Int32Array.from([0, ...INTER_CAUSAL.map(({ x, y }) => -(y * stride + x))]);
    this.bits = Int32Array.from([0, ...INTER_CAUSAL.map((_, index) => causalBit(index))]);
    this.newCosts = new Float64Array(this.dependants.length);
    this.around = new InterNeighbourhood(stride);
  }

  /** Begins a map, which is changed in place without its border. */
  begin(target: LabelPlane, distortion: Distortion): void {
    this.target = target;
    this.labels = target.labels;
    this.distortion = distortion;
  }

  /**
   * Adds pixels of a row to the coded ones. All must be added before any is changed.
   *
   * @param step index offset to the pixels in the previous map
   * @param longStep index offset to the pixels in the older map
   */
  add(start: number, end: number, step: number, longStep: number): void {
    const { labels, around, words, coder } = this;
    const then = coder.previous.labels;
    const long = coder.older.labels;
    let readExpected = -1;
    for (let at = start; at < end; at++) {
      const from = at + step;
      const fromLong = at + longStep;
      const expected = then[from] as number;
      if (expected === readExpected) {
        around.slide(labels, at, then, from, long, fromLong, expected);
      } else {
        around.read(labels, at, then, from, long, fromLong, expected);
      }
      readExpected = expected;
      this.coded[at] = 1;
      this.expected[at] = expected;
      const first = at * WORDS;
      words[first + CAUSAL] = around.causal;
      words[first + INNER] = around.inner;
      words[first + OUTER] = around.outer;
      words[first + OLDER] = around.older;
      this.costs[at] = this.costOf(at);
    }
  }

  /** Removes pixels of a row from the coded ones. @returns their bits */
  remove(start: number, end: number): number {
    let bits = 0;
    for (let at = start; at < end; at++) bits += this.costs[at] as number;
    this.coded.fill(0, start, end);
    this.costs.fill(0, start, end);
    return bits;
  }

  /** The bits of a coded pixel with its current neighbourhood. */
  private costOf(at: number): number {
    const { words } = this;
    const first = at * WORDS;
    const expected = this.expected[at] as number;
    return estimateBits(
      this.coder,
      words[first + CAUSAL] as number,
      words[first + INNER] as number,
      words[first + OUTER] as number,
      words[first + OLDER] as number,
      expected,
      this.labels[at] === expected,
    );
  }

  private distortionOf(at: number, label: number): number {
    const { x, y } = this.target.placeOf(at);
    return this.distortion(x, y, label) - this.distortion(x, y, this.labels[at] as number);
  }

  /** Changes a pixel's label, and the words of the pixels that depend on it. */
  private setLabel(at: number, label: number): void {
    const { labels, coded, expected, words, dependants, bits } = this;
    const old = labels[at] as number;
    labels[at] = label;
    for (let index = 1; index < dependants.length; index++) {
      const other = at + (dependants[index] as number);
      if (!coded[other]) continue;
      const wanted = expected[other];
      if ((old === wanted) === (label === wanted)) continue;
      const word = other * WORDS + CAUSAL;
      words[word] = (words[word] as number) ^ (bits[index] as number);
    }
  }

  /** Changes one pixel's label if that lowers the total cost. @returns whether it did */
  attemptPixel(at: number, label: number): boolean {
    const { costs, coded, dependants, newCosts } = this;
    let gain = 0;
    for (let index = 0; index < dependants.length; index++) {
      gain += costs[at + (dependants[index] as number)] as number;
    }
    gain -= this.distortionOf(at, label);
    // The gain cannot exceed the current bits.
    if (gain <= 0) return false;
    const old = this.labels[at] as number;
    this.setLabel(at, label);
    for (let index = 0; index < dependants.length && gain > 0; index++) {
      const other = at + (dependants[index] as number);
      if (!coded[other]) continue;
      const cost = this.costOf(other);
      newCosts[index] = cost;
      gain -= cost;
    }
    if (gain <= 0) {
      this.setLabel(at, old);
      return false;
    }
    for (let index = 0; index < dependants.length; index++) {
      const other = at + (dependants[index] as number);
      if (coded[other]) costs[other] = newCosts[index] as number;
    }
    return true;
  }

  /** Resets all pixels of a piece to their predicted labels if that lowers the total cost. */
  attemptPiece(piece: readonly number[]): boolean {
    const { labels, costs, expected } = this;
    const affected = this.affected(piece);
    let gain = 0;
    for (const at of affected) gain += costs[at] as number;
    for (const at of piece) gain -= this.distortionOf(at, expected[at] as number);
    if (gain <= 0) return false;
    const old = piece.map((at) => labels[at] as number);
    for (const at of piece) this.setLabel(at, expected[at] as number);
    const kept: number[] = [];
    for (const at of affected) {
      kept.push(costs[at] as number);
      const cost = this.costOf(at);
      costs[at] = cost;
      gain -= cost;
      if (gain <= 0) break;
    }
    if (gain > 0) return true;
    for (const [index, at] of piece.entries()) this.setLabel(at, old[index] as number);
    for (const [index, cost] of kept.entries()) costs[affected[index] as number] = cost;
    return false;
  }

  /** The coded pixels whose bits depend on any of `changed`, without duplicates. */
  private affected(changed: readonly number[]): number[] {
    const { marks, coded, dependants } = this;
    const found: number[] = [];
    for (const at of changed) {
      for (let index = 0; index < dependants.length; index++) {
        const other = at + (dependants[index] as number);
        if (!coded[other] || marks[other]) continue;
        marks[other] = 1;
        found.push(other);
      }
    }
    for (const at of found) marks[at] = 0;
    return found;
  }
}
