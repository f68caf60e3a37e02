import { BlockField, REACH, type Vector } from '../blockField.ts';
import { InterNeighbourhood, isCalm } from '../entropy/neighbourhood.ts';
import { EXPECTED_BITS, estimateBits } from '../entropy/pixelBits.ts';
import type { LabelPlane } from '../labelPlane.ts';
import { isFlat, longVector, type MapCoder } from '../mapCoder.ts';
import { BitPlanes } from './bitPlanes.ts';

/** Approximate bits of a pixel that the block's vector predicts wrongly. */
const BITS_PER_PIXEL = 1.3;

/**
 * In lossy coding, a candidate is rejected if its wrong pixels exceed those of the new vector times
 * WRONG_FACTOR plus WRONG_MARGIN, because the encoder would rather keep wrong pixels than code
 * them. On training maps, this lowers the cost (bits plus lost J) by a tenth at scale 1 and is
 * faster. With lossless coding it would take 5% more bits.
 */
const WRONG_FACTOR = 1.5;
const WRONG_MARGIN = 12;

/** Radius of the full search around the best candidate. */
const RANGE = 7;

/** Finds the motion of each block of a map since the previous map. */
export class MotionSearch {
  private readonly target: BitPlanes;
  private readonly previous: BitPlanes;
  private readonly around: InterNeighbourhood;

  constructor(private readonly coder: MapCoder) {
    const { labels } = coder.settings;
    this.target = new BitPlanes(coder.previous, labels);
    this.previous = new BitPlanes(coder.previous, labels);
    this.around = new InterNeighbourhood(coder.previous.stride);
  }

  /**
   * Chooses between the candidates and the new vector with the fewest wrong pixels by estimated
   * bits. Sets `copied` if no pixel is wrong and copying is always cheaper than coding.
   *
   * @param target with its border
   * @param isFinal true for lossless coding
   */
  search(target: LabelPlane, isFinal: boolean): BlockField {
    const { coder, around } = this;
    const { previous, before } = coder;
    this.target.read(target);
    this.previous.read(previous);
    const field = new BlockField(target.width, target.height, before.block);
    for (let row = 0, index = 0; row < field.rows; row++) {
      for (let column = 0; column < field.columns; column++, index++) {
        const candidates = field.candidates(column, row, before);
        const likely = candidates[0] as Vector;
        const pixels = new BlockPixels(
          target,
          this.target,
          this.previous,
          field.block,
          column,
          row,
        );
        const flat = isFlat(previous, field.block, column, row, likely);
        const copied = flat && pixels.wrong(likely) === 0;
        field.copied[index] = copied ? 1 : 0;
        if (copied) {
          field.set(index, likely, false);
          continue;
        }
        const bits = (vector: Vector, most: number) => {
          field.set(index, vector, true);
          return pixels.bits(coder, around, vector, longVector(field, index, before), most);
        };
        field.set(index, cheapest(pixels, candidates, isFinal, bits), true);
      }
    }
    return field;
  }
}

interface Choice {
  readonly vector: Vector;
  readonly wrong: number;
  /** Bits of the vector itself. */
  readonly own: number;
}

/**
 * The candidate or new vector that takes the fewest bits for itself and the pixels.
 *
 * @param bitsOf the bits of the pixels with a vector; counting may stop above `most`
 */
function cheapest(
  pixels: BlockPixels,
  candidates: readonly Vector[],
  isFinal: boolean,
  bitsOf: (vector: Vector, most: number) => number,
): Vector {
  const base = candidates[0] as Vector;
  const fresh = newVector(pixels, candidates);
  const freshWrong = pixels.wrong(fresh);
  const mostWrong = isFinal ? Number.POSITIVE_INFINITY : freshWrong * WRONG_FACTOR + WRONG_MARGIN;
  const choices: Choice[] = candidates.map((vector, rank) => ({
    vector,
    wrong: pixels.wrong(vector, mostWrong),
    own: rank + 0.7,
  }));
  if (!candidates.some(({ x, y }) => x === fresh.x && y === fresh.y)) {
    choices.push({ vector: fresh, wrong: freshWrong, own: 2 + vectorBits(fresh, base) });
  }
  // The likely best first, so that counting stops early for the others.
  const worthIt = choices.filter(({ wrong }) => wrong <= mostWrong);
  worthIt.sort((a, b) => a.wrong - b.wrong);
  let best = base;
  let least = Number.POSITIVE_INFINITY;
  for (const { vector, own } of worthIt) {
    const bits = bitsOf(vector, least - own) + own;
    if (bits >= least) continue;
    least = bits;
    best = vector;
  }
  return best;
}

/**
 * The vector with the lowest cost (wrong pixels and its own bits): a full search around the best
 * candidate, then descent from its result.
 */
function newVector(pixels: BlockPixels, candidates: readonly Vector[]): Vector {
  const base = candidates[0] as Vector;
  let best = base;
  let least = Number.POSITIVE_INFINITY;
  const consider = (vector: Vector, bits: number): boolean => {
    if (Math.abs(vector.x) > REACH || Math.abs(vector.y) > REACH) return false;
    const wrong = pixels.wrong(vector, (least - bits) / BITS_PER_PIXEL);
    const cost = wrong * BITS_PER_PIXEL + bits;
    if (cost >= least) return false;
    least = cost;
    best = vector;
    return true;
  };
  for (const [rank, candidate] of candidates.entries()) consider(candidate, 1 + rank);
  const considerNew = (x: number, y: number) => consider({ x, y }, 3 + vectorBits({ x, y }, base));
  const centre = best;
  for (let y = -RANGE; y <= RANGE; y++) {
    for (let x = -RANGE; x <= RANGE; x++) considerNew(centre.x + x, centre.y + y);
  }
  for (let step = 4; step >= 1; step >>= 1) {
    for (let improved = true; improved; ) {
      const { x, y } = best;
      improved = [
        considerNew(x - step, y),
        considerNew(x + step, y),
        considerNew(x, y - step),
        considerNew(x, y + step),
      ].includes(true);
    }
  }
  return best;
}

function vectorBits(vector: Vector, base: Vector): number {
  return golombBits(vector.x - base.x) + golombBits(vector.y - base.y);
}

function golombBits(value: number): number {
  return 1 + 2 * (31 - Math.clz32(Math.abs(value) + 1));
}

/** The pixels of one block. */
class BlockPixels {
  private readonly x: number;
  private readonly y: number;
  private readonly width: number;
  private readonly height: number;

  constructor(
    private readonly target: LabelPlane,
    private readonly targetBits: BitPlanes,
    private readonly previousBits: BitPlanes,
    block: number,
    column: number,
    row: number,
  ) {
    this.x = column * block;
    this.y = row * block;
    this.width = Math.min(block, target.width - this.x);
    this.height = Math.min(block, target.height - this.y);
  }

  /**
   * Counts the pixels that a vector predicts wrongly.
   *
   * @param most counting may stop above this number
   */
  wrong({ x, y }: Vector, most = Number.POSITIVE_INFINITY): number {
    const { targetBits, previousBits, width, height } = this;
    return targetBits.mismatch(this.x, this.y, previousBits, x, y, width, height, most);
  }

  /**
   * Estimates the bits of the pixels with a vector.
   *
   * @param around workspace
   * @param most counting may stop above this number
   */
  bits(
    coder: MapCoder,
    around: InterNeighbourhood,
    vector: Vector,
    long: Vector,
    most: number,
  ): number {
    const { target } = this;
    const { labels, contours, stride } = target;
    const { previous, older } = coder;
    const then = previous.labels;
    const step = vector.y * stride + vector.x;
    const longStep = long.y * stride + long.x;
    let bits = 0;
    for (let line = 0; line < this.height && bits <= most; line++) {
      const start = target.at(this.x, this.y + line);
      const end = start + this.width;
      let readLast = -1;
      let readExpected = -1;
      let certain = 0;
      for (let at = start; at < end; at++) {
        const label = labels[at] as number;
        const from = at + step;
        const fromLong = at + longStep;
        const isCertain =
          contours[at] === 0 && isCalm(previous, from, label) && isCalm(older, fromLong, label);
        if (isCertain) {
          // A shortcut: no neighbour differs.
          certain++;
          continue;
        }
        const expected = then[from] as number;
        if (readLast === at - 1 && readExpected === expected) {
          around.slide(labels, at, then, from, older.labels, fromLong, expected);
        } else {
          around.read(labels, at, then, from, older.labels, fromLong, expected);
        }
        readLast = at;
        readExpected = expected;
        const { causal, inner, outer } = around;
        const isExpected = label === expected;
        bits += estimateBits(coder, causal, inner, outer, around.older, expected, isExpected);
      }
      bits += certain * EXPECTED_BITS;
    }
    return bits;
  }
}
