import { type BlockField, type Vector, withinReach } from '../blockField.ts';
import { AdaptiveBits } from './adaptiveBits.ts';
import type { BitCoder } from './rangeCoder.ts';

/** Largest exponent of the Golomb code of a vector component. */
const MOST_EXPONENT = 7;

/** Codes whether a block is copied, and its vector. */
export class BlockCoder {
  private readonly copied = new AdaptiveBits(16, 60);
  private readonly repeated = new AdaptiveBits(16, 60);
  private readonly size = new AdaptiveBits(64, 60);
  private readonly sign = new AdaptiveBits(2, 255);

  /**
   * @param flat whether the block and its margin have one label in the previous map
   * @param copied the flag to write; ignored by a decoder
   */
  codeCopied(
    coder: BitCoder,
    field: BlockField,
    index: number,
    before: BlockField,
    flat: boolean,
    copied: number,
  ): number {
    const left = index % field.columns > 0 ? (field.copied[index - 1] as number) : 1;
    const above = index >= field.columns ? (field.copied[index - field.columns] as number) : 1;
    const last = before.copied[index] as number;
    const context = (flat ? 8 : 0) + left * 4 + above * 2 + last;
    return this.copied.code(coder, context, copied);
  }

  /** @param candidates as returned by {@link BlockField.candidates} */
  codeVector(coder: BitCoder, candidates: readonly Vector[], vector: Vector): Vector {
    for (const [rank, candidate] of candidates.entries()) {
      const same = candidate.x === vector.x && candidate.y === vector.y;
      const context = rank * 4 + candidates.length - 1;
      if (this.repeated.code(coder, context, same ? 1 : 0)) return candidate;
    }
    const base = candidates[0] as Vector;
    const x = base.x + this.codeNumber(coder, 0, vector.x - base.x);
    const y = base.y + this.codeNumber(coder, 1, vector.y - base.y);
    return withinReach({ x, y });
  }

  /** Exponential Golomb code with adaptive bits. */
  private codeNumber(coder: BitCoder, axis: number, value: number): number {
    const coded = Math.abs(value) + 1;
    const wanted = 31 - Math.clz32(coded);
    const contexts = axis * 32;
    let exponent = 0;
    while (
      exponent < MOST_EXPONENT &&
      this.size.code(coder, contexts + exponent, exponent < wanted ? 1 : 0)
    ) {
      exponent++;
    }
    let read = 1;
    for (let bit = exponent - 1; bit >= 0; bit--) {
      const isHighest = bit === exponent - 1 ? 1 : 0;
      const context = contexts + 8 + exponent * 2 + isHighest;
      read = (read << 1) | this.size.code(coder, context, (coded >> bit) & 1);
    }
    if (read === 1) return 0;
    return this.sign.code(coder, axis, value < 0 ? 1 : 0) ? 1 - read : read - 1;
  }
}
