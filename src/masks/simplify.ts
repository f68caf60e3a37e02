import type { BlockField } from './blockField.ts';
import { INTER_CAUSAL } from './contextTemplate.ts';
import type { LabelPlane } from './labelPlane.ts';
import { longVector, type MapCoder } from './mapCoder.ts';
import { estimateBits } from './pixelBits.ts';

/** What it costs in quality, counted in bits, that coded pixel (x, y) holds a label. */
export type Distortion = (x: number, y: number, label: number) => number;

/** How many bits a block's pixels must take before copying it is worth its flag. */
const COPY_BITS = 2;

const NEIGHBOURS = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;

/**
 * Makes a map cheaper before it is coded: labels change where the bits saved outweigh the
 * distortion. Pieces of what differs from the prediction go first (a displaced contour is given up
 * as a whole or not at all), then single pixels along contours. Bits are what the trained network
 * expects; what the stream has taught the coder is left out.
 *
 * The encoder's business alone: the decoder depends on nothing of it.
 */
export class Simplifier {
  private readonly labels: Uint8Array;
  private readonly before: Uint8Array;
  /** 1 where a pixel is coded, i.e. inside the map and in a block that is not copied. */
  private readonly coded: Uint8Array;
  private readonly steps: Int32Array;
  private readonly longSteps: Int32Array;
  /** Bits of each pixel as things stand; NaN where not known. */
  private readonly costs: Float32Array;
  private readonly marks: Uint8Array;
  /** From a pixel to those whose bits depend on it, itself first. */
  private readonly dependants: Int32Array;

  /** @param target is changed in place; labels beyond its edges are not looked at */
  constructor(
    private readonly target: LabelPlane,
    private readonly field: BlockField,
    private readonly coder: MapCoder,
    private readonly distortion: Distortion,
  ) {
    const { labels, stride } = target;
    this.labels = labels;
    this.before = coder.previous.labels;
    this.coded = new Uint8Array(labels.length);
    this.steps = new Int32Array(labels.length);
    this.longSteps = new Int32Array(labels.length);
    this.costs = new Float32Array(labels.length).fill(Number.NaN);
    this.marks = new Uint8Array(labels.length);
    this.dependants = Int32Array.from([0, ...INTER_CAUSAL.map(({ x, y }) => -(y * stride + x))]);
    this.layOutBlocks();
  }

  /** @param passes at most; it ends when nothing changes */
  run(passes = 2): void {
    for (let pass = 0; pass < passes; pass++) {
      const changed = this.revertPieces() + this.changePixels();
      if (changed === 0) break;
    }
    this.target.extend();
    this.copyUnchanged();
  }

  private layOutBlocks(): void {
    const { field, target, coder } = this;
    this.forEachBlock((index, x, y, endX, endY) => {
      if (field.copied[index]) return;
      const vector = field.vector(index);
      const long = longVector(field, index, coder.before);
      for (let line = y; line < endY; line++) {
        const start = target.at(x, line);
        const end = target.at(endX, line);
        this.coded.fill(1, start, end);
        this.steps.fill(vector.y * target.stride + vector.x, start, end);
        this.longSteps.fill(long.y * target.stride + long.x, start, end);
      }
    });
  }

  private forEachBlock(
    visit: (index: number, x: number, y: number, endX: number, endY: number) => void,
  ): void {
    const { field, target } = this;
    const { block, columns } = field;
    for (let index = 0; index < field.copied.length; index++) {
      const x = (index % columns) * block;
      const y = Math.floor(index / columns) * block;
      visit(index, x, y, Math.min(target.width, x + block), Math.min(target.height, y + block));
    }
  }

  private expected(at: number): number {
    return this.before[at + (this.steps[at] as number)] as number;
  }

  private cost(at: number): number {
    const known = this.costs[at] as number;
    if (!Number.isNaN(known)) return known;
    const { steps, longSteps } = this;
    const cost = estimateBits(
      this.coder,
      this.labels,
      at,
      steps[at] as number,
      longSteps[at] as number,
    );
    this.costs[at] = cost;
    return cost;
  }

  /** The coded pixels whose bits depend on any of `changed`, each once. */
  private affected(changed: readonly number[]): number[] {
    const { marks, coded, dependants } = this;
    const found: number[] = [];
    for (const at of changed) {
      for (const step of dependants) {
        const other = at + step;
        if (!coded[other] || marks[other]) continue;
        marks[other] = 1;
        found.push(other);
      }
    }
    for (const at of found) marks[at] = 0;
    return found;
  }

  /** Gives pixels other labels; takes them back unless the whole becomes cheaper. */
  private attempt(changed: readonly number[], wanted: (at: number) => number): boolean {
    const { labels, costs, target } = this;
    const affected = this.affected(changed);
    let gain = 0;
    for (const at of affected) gain += this.cost(at);
    const old = changed.map((at) => labels[at] as number);
    for (const [index, at] of changed.entries()) {
      const { x, y } = target.placeOf(at);
      const label = wanted(at);
      gain -= this.distortion(x, y, label) - this.distortion(x, y, old[index] as number);
    }
    // Bits cannot become less than none.
    if (gain <= 0) return false;
    for (const at of changed) labels[at] = wanted(at);
    const kept = affected.map((at) => costs[at] as number);
    for (const at of affected) {
      costs[at] = Number.NaN;
      gain -= this.cost(at);
      if (gain <= 0) break;
    }
    if (gain > 0) return true;
    for (const [index, at] of changed.entries()) labels[at] = old[index] as number;
    for (const [index, at] of affected.entries()) costs[at] = kept[index] as number;
    return false;
  }

  /** Whole blocks, then connected pieces: back to what the vector predicts. */
  private revertPieces(): number {
    let changed = 0;
    const expected = (at: number) => this.expected(at);
    this.forEachBlock((index, x, y, endX, endY) => {
      if (this.field.copied[index]) return;
      const wrong = new Set<number>();
      for (let line = y; line < endY; line++) {
        const end = this.target.at(endX, line);
        for (let at = this.target.at(x, line); at < end; at++) {
          if (this.labels[at] !== this.expected(at)) wrong.add(at);
        }
      }
      if (wrong.size === 0) return;
      if (this.attempt([...wrong], expected)) {
        changed++;
        return;
      }
      const pieces = this.piecesOf(wrong);
      if (pieces.length === 1) return;
      for (const piece of pieces) if (this.attempt(piece, expected)) changed++;
    });
    return changed;
  }

  /** Splits pixels into 8-connected pieces of one label. */
  private piecesOf(pixels: Set<number>): number[][] {
    const { stride, labels } = this.target;
    const around = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1];
    const pieces: number[][] = [];
    for (const first of pixels) {
      pixels.delete(first);
      const piece = [first];
      for (let next = 0; next < piece.length; next++) {
        for (const step of around) {
          const other = (piece[next] as number) + step;
          if (labels[other] === labels[first] && pixels.delete(other)) piece.push(other);
        }
      }
      pieces.push(piece);
    }
    return pieces;
  }

  /** Single pixels: the expected label, or that of a neighbour. */
  private changePixels(): number {
    const { labels, target } = this;
    let changed = 0;
    this.forEachBlock((index, x, y, endX, endY) => {
      if (this.field.copied[index]) return;
      for (let line = y; line < endY; line++) {
        const end = target.at(endX, line);
        for (let at = target.at(x, line); at < end; at++) {
          const label = labels[at] as number;
          const others = [this.expected(at)];
          for (const [dx, dy] of NEIGHBOURS) {
            others.push(labels[at + dy * target.stride + dx] as number);
          }
          for (const [rank, other] of others.entries()) {
            if (other === label || others.indexOf(other) < rank) continue;
            if (this.attempt([at], () => other)) {
              changed++;
              break;
            }
          }
        }
      }
    });
    return changed;
  }

  /** Blocks that have become what their vector predicts are copied where that is cheaper. */
  private copyUnchanged(): void {
    const { field } = this;
    this.forEachBlock((index, x, y, endX, endY) => {
      if (field.copied[index]) return;
      let bits = 0;
      for (let line = y; line < endY; line++) {
        const end = this.target.at(endX, line);
        for (let at = this.target.at(x, line); at < end; at++) {
          if (this.labels[at] !== this.expected(at)) return;
          bits += this.cost(at);
        }
      }
      if (bits > COPY_BITS) field.copied[index] = 1;
    });
  }
}
