import type { BlockField } from '../blockField.ts';
import type { LabelPlane } from '../labelPlane.ts';
import { longVector, type MapCoder } from '../mapCoder.ts';
import { type Distortion, MapCosts } from './mapCosts.ts';

/** Copying a block is worth its flag if its pixels take more bits than this. */
const COPY_BITS = 2;

/**
 * Makes maps cheaper before they are coded: labels change if the bits saved outweigh the
 * distortion. It first tries whole pieces that differ from the prediction (because a displaced
 * contour is best dropped as a whole), then single pixels along contours. Bits are estimated with
 * the trained network alone, without the adaptive contexts.
 *
 * Used by the encoder only: the decoder does not depend on it.
 */
export class Simplifier {
  private readonly costs: MapCosts;
  private readonly marks: Uint8Array;
  private target: LabelPlane;
  private field: BlockField;
  /** When each block last changed, and when it was last tried. */
  private changedAt = new Uint32Array(0);
  private triedAt = new Uint32Array(0);
  private time = 0;

  constructor(private readonly coder: MapCoder) {
    this.costs = new MapCosts(coder);
    this.target = coder.previous;
    this.field = coder.before;
    this.marks = new Uint8Array(this.target.labels.length);
  }

  /**
   * @param target the next map to be coded, changed in place without its border
   * @param field its blocks, some of which may become copied
   * @param passes at most; it ends early when nothing changes
   */
  run(target: LabelPlane, field: BlockField, distortion: Distortion, passes = 2): void {
    this.target = target;
    this.field = field;
    this.costs.begin(target, distortion);
    const count = field.copied.length;
    this.changedAt = new Uint32Array(count).fill(1);
    this.triedAt = new Uint32Array(2 * count);
    this.time = 1;
    this.layOutBlocks();
    for (let pass = 0; pass < passes; pass++) {
      const changed =
        this.tryBlocks(0, (...block) => this.revertPieces(...block)) +
        this.tryBlocks(1, (...block) => this.changePixels(...block));
      if (changed === 0) break;
    }
    this.forEachCodedBlock((index, x, y, endX, endY) => this.clear(index, x, y, endX, endY));
  }

  private layOutBlocks(): void {
    const { field, target, coder, costs } = this;
    const { stride } = target;
    this.forEachCodedBlock((index, x, y, endX, endY) => {
      const vector = field.vector(index);
      const long = longVector(field, index, coder.before);
      const step = vector.y * stride + vector.x;
      const longStep = long.y * stride + long.x;
      for (let line = y; line < endY; line++) {
        costs.add(target.at(x, line), target.at(endX, line), step, longStep);
      }
    });
  }

  private forEachCodedBlock(
    visit: (index: number, x: number, y: number, endX: number, endY: number) => void,
  ): void {
    const { field, target } = this;
    const { block, columns } = field;
    for (let index = 0; index < field.copied.length; index++) {
      if (field.copied[index]) continue;
      const x = (index % columns) * block;
      const y = Math.floor(index / columns) * block;
      visit(index, x, y, Math.min(target.width, x + block), Math.min(target.height, y + block));
    }
  }

  /**
   * Tries to change blocks, and skips those with no change nearby since they were last tried.
   *
   * @param kind 0 for pieces, 1 for pixels
   * @param attempt returns the number of changes
   */
  private tryBlocks(
    kind: number,
    attempt: (x: number, y: number, endX: number, endY: number) => number,
  ): number {
    const { triedAt, changedAt } = this;
    let changed = 0;
    this.forEachCodedBlock((index, x, y, endX, endY) => {
      const slot = 2 * index + kind;
      if (this.lastChangeAround(index) <= (triedAt[slot] as number)) return;
      triedAt[slot] = this.time;
      const changes = attempt(x, y, endX, endY);
      if (changes === 0) return;
      changedAt[index] = ++this.time;
      changed += changes;
    });
    return changed;
  }

  private lastChangeAround(index: number): number {
    const { changedAt } = this;
    const { columns, rows } = this.field;
    const column = index % columns;
    const row = Math.floor(index / columns);
    let last = 0;
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
        last = Math.max(last, changedAt[y * columns + x] as number);
      }
    }
    return last;
  }

  /** Tries to reset the whole block, then connected pieces, to the prediction. */
  private revertPieces(x: number, y: number, endX: number, endY: number): number {
    const { target, costs } = this;
    const { labels, expected } = costs;
    const wrong: number[] = [];
    for (let line = y; line < endY; line++) {
      const end = target.at(endX, line);
      for (let at = target.at(x, line); at < end; at++) {
        if (labels[at] !== expected[at]) wrong.push(at);
      }
    }
    if (wrong.length === 0) return 0;
    if (costs.attemptPiece(wrong)) return 1;
    const pieces = this.piecesOf(wrong);
    if (pieces.length === 1) return 0;
    let changed = 0;
    for (const piece of pieces) if (costs.attemptPiece(piece)) changed++;
    return changed;
  }

  /** Splits pixels into 8-connected pieces of one label. */
  private piecesOf(pixels: readonly number[]): number[][] {
    const { marks } = this;
    const { labels } = this.costs;
    const { stride } = this.target;
    const around = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1];
    const pieces: number[][] = [];
    for (const at of pixels) marks[at] = 1;
    for (const first of pixels) {
      if (!marks[first]) continue;
      marks[first] = 0;
      const piece = [first];
      for (let next = 0; next < piece.length; next++) {
        for (const step of around) {
          const other = (piece[next] as number) + step;
          if (!marks[other] || labels[other] !== labels[first]) continue;
          marks[other] = 0;
          piece.push(other);
        }
      }
      pieces.push(piece);
    }
    return pieces;
  }

  /** Tries to give single pixels the expected label or that of a neighbour. */
  private changePixels(x: number, y: number, endX: number, endY: number): number {
    const { target, costs } = this;
    const { labels, expected } = costs;
    const { stride } = target;
    let changed = 0;
    for (let line = y; line < endY; line++) {
      const end = target.at(endX, line);
      for (let at = target.at(x, line); at < end; at++) {
        const label = labels[at] as number;
        const wish = expected[at] as number;
        const left = labels[at - 1] as number;
        const right = labels[at + 1] as number;
        const above = labels[at - stride] as number;
        const below = labels[at + stride] as number;
        if (label === wish && label === left && label === right) {
          if (label === above && label === below) continue;
        }
        const isChanged =
          (wish !== label && costs.attemptPixel(at, wish)) ||
          (left !== label && left !== wish && costs.attemptPixel(at, left)) ||
          (right !== label && right !== wish && right !== left && costs.attemptPixel(at, right)) ||
          (above !== label &&
            above !== wish &&
            above !== left &&
            above !== right &&
            costs.attemptPixel(at, above)) ||
          (below !== label &&
            below !== wish &&
            below !== left &&
            below !== right &&
            below !== above &&
            costs.attemptPixel(at, below));
        if (isChanged) changed++;
      }
    }
    return changed;
  }

  /**
   * Removes a block from the workspace. If it now equals its prediction and copying is cheaper, it
   * becomes copied.
   */
  private clear(index: number, x: number, y: number, endX: number, endY: number): void {
    const { target, costs } = this;
    const { labels, expected } = costs;
    let bits = 0;
    let isUnchanged = true;
    for (let line = y; line < endY; line++) {
      const start = target.at(x, line);
      const end = target.at(endX, line);
      for (let at = start; at < end && isUnchanged; at++) {
        if (labels[at] !== expected[at]) isUnchanged = false;
      }
      bits += costs.remove(start, end);
    }
    if (isUnchanged && bits > COPY_BITS) this.field.copied[index] = 1;
  }
}
