import type { ArithmeticDecoder } from '../cabac/arithmeticDecoder.ts';
import { BIT_KINDS } from '../pictureBlocks.ts';

/** Index of a kind among {@link BIT_KINDS}. */
export const KIND = {
  split: 0,
  mode: 1,
  intra: 2,
  motion: 3,
  transform: 4,
  qp: 5,
  luma: 6,
  chroma: 7,
};

/** Tells what the bits are for between two positions of the arithmetic decoder. */
export class BitMeter {
  /** Bits of the coding unit that is read, by kind. */
  readonly unit = new Float64Array(BIT_KINDS.length);
  private last = 0;

  constructor(private readonly decoder: ArithmeticDecoder) {}

  /** Must be called when the decoder starts. */
  start(): void {
    this.last = this.decoder.position;
  }

  /** Bits since the last call, for something that is not part of a coding unit. */
  lap(): number {
    const now = this.decoder.position;
    const bits = now - this.last;
    this.last = now;
    return bits;
  }

  /** Charges the bits since the last call to a kind. */
  charge(kind: number): void {
    this.unit[kind] = (this.unit[kind] as number) + this.lap();
  }

  /** Adds bits that did not go through the decoder. */
  add(kind: number, bits: number): void {
    this.unit[kind] = (this.unit[kind] as number) + bits;
  }

  /** Moves the bits of the unit to its place in a column, and starts with the next unit. */
  store(bits: Float32Array, at: number): void {
    bits.set(this.unit, at);
    this.unit.fill(0);
  }
}
