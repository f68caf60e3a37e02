import { BlockField, REACH, type Vector } from './blockField.ts';
import type { LabelPlane } from './labelPlane.ts';
import { isFlat, longVector, type MapCoder } from './mapCoder.ts';
import { isCalm } from './neighbourhood.ts';
import { EXPECTED_BITS, estimateBits } from './pixelBits.ts';

/** About how many bits a pixel takes that the block's vector predicts wrongly. */
const BITS_PER_PIXEL = 1.3;

/**
 * Where the map may still change, a candidate must not have more wrong pixels than the new vector's,
 * times and plus these: what it predicts wrongly would be taken over rather than paid for. On
 * training maps that saves a tenth of bits and lost J at scale 1 and is faster; lossless coding, which
 * has to pay, takes 5% more bits with it.
 */
const WRONG_FACTOR = 1.5;
const WRONG_MARGIN = 12;

/** How far around the best candidate every vector is tried. */
const RANGE = 7;

/**
 * Finds how each block of `target` moved since the map before. A new vector is the one with the
 * fewest wrong pixels; between it and those that can be repeated, estimated bits decide.
 * `copied` is set where nothing is wrong and copying is sure to be cheaper than coding.
 *
 * @param target with its border
 * @param isFinal whether the map is coded as it is, without loss
 */
export function searchMotion(target: LabelPlane, coder: MapCoder, isFinal: boolean): BlockField {
  const { previous, before } = coder;
  const field = new BlockField(target.width, target.height, before.block);
  for (let row = 0, index = 0; row < field.rows; row++) {
    for (let column = 0; column < field.columns; column++, index++) {
      const candidates = field.candidates(column, row, before);
      const likely = candidates[0] as Vector;
      const pixels = new BlockPixels(target, previous, field.block, column, row);
      const flat = isFlat(previous, field.block, column, row, likely);
      const copied = flat && pixels.wrong(likely) === 0;
      field.copied[index] = copied ? 1 : 0;
      if (copied) {
        field.set(index, likely, false);
      } else {
        const bits = (vector: Vector) => {
          field.set(index, vector, true);
          return pixels.bits(coder, vector, longVector(field, index, before));
        };
        const fresh = newVector(pixels, candidates);
        const most = isFinal
          ? Number.POSITIVE_INFINITY
          : pixels.wrong(fresh) * WRONG_FACTOR + WRONG_MARGIN;
        const isWorthIt = (vector: Vector) => pixels.wrong(vector, most) <= most;
        field.set(index, cheapest(candidates, fresh, isWorthIt, bits), true);
      }
    }
  }
  return field;
}

/** The candidate or the new vector that takes the fewest bits, those of the vector included. */
function cheapest(
  candidates: readonly Vector[],
  fresh: Vector,
  isWorthIt: (vector: Vector) => boolean,
  bitsOf: (vector: Vector) => number,
): Vector {
  const base = candidates[0] as Vector;
  const isNew = !candidates.some(({ x, y }) => x === fresh.x && y === fresh.y);
  let best = base;
  let least = Number.POSITIVE_INFINITY;
  for (const [rank, vector] of [...candidates, ...(isNew ? [fresh] : [])].entries()) {
    if (!isWorthIt(vector)) continue;
    const own = rank < candidates.length ? rank + 0.7 : 2 + vectorBits(vector, base);
    const bits = bitsOf(vector) + own;
    if (bits >= least) continue;
    least = bits;
    best = vector;
  }
  return best;
}

/** The vector with the fewest wrong pixels for its length, near a candidate or downhill from it. */
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
  private readonly start: number;
  private readonly width: number;
  private readonly height: number;

  constructor(
    private readonly target: LabelPlane,
    private readonly previous: LabelPlane,
    block: number,
    column: number,
    row: number,
  ) {
    this.start = target.at(column * block, row * block);
    this.width = Math.min(block, target.width - column * block);
    this.height = Math.min(block, target.height - row * block);
  }

  /**
   * How many a vector predicts wrongly.
   *
   * @param most beyond how many it may stop counting
   */
  wrong({ x, y }: Vector, most = Number.POSITIVE_INFINITY): number {
    const { labels, stride } = this.target;
    const then = this.previous.labels;
    const step = y * stride + x;
    let wrong = 0;
    for (let line = 0; line < this.height && wrong <= most; line++) {
      const start = this.start + line * stride;
      const end = start + this.width;
      for (let at = start; at < end; at++) if (labels[at] !== then[at + step]) wrong++;
    }
    return wrong;
  }

  /** About how many bits they take with a vector. */
  bits(coder: MapCoder, vector: Vector, long: Vector): number {
    const { labels, contours, stride } = this.target;
    const { previous, older } = coder;
    const step = vector.y * stride + vector.x;
    const longStep = long.y * stride + long.x;
    let bits = 0;
    for (let line = 0; line < this.height; line++) {
      const start = this.start + line * stride;
      const end = start + this.width;
      for (let at = start; at < end; at++) {
        const label = labels[at] as number;
        const isCertain =
          contours[at] === 0 &&
          isCalm(previous, at + step, label) &&
          isCalm(older, at + longStep, label);
        // A shortcut: estimateBits would look at all of the neighbours and find nothing.
        bits += isCertain ? EXPECTED_BITS : estimateBits(coder, labels, at, step, longStep);
      }
    }
    return bits;
  }
}
