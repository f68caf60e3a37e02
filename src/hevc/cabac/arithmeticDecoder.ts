import { StreamFault } from '../streamFault.ts';
import { CONTEXTS } from './contexts.ts';
import {
  FRACTION_OF_RANGE,
  NEXT_AFTER_LIKELY,
  NEXT_AFTER_UNLIKELY,
  RANGE_OF_LEAST_LIKELY,
} from './rangeTables.ts';

/**
 * The arithmetic decoder (9.3.4.3), and its context variables.
 *
 * `value` holds the 9 bits of ivlOffset and the bits read ahead below them; the ranges are compared
 * with it seven bits higher.
 */
export class ArithmeticDecoder {
  /** A byte each: the index of the state times two, plus the likelier bit. */
  readonly contexts = new Uint8Array(CONTEXTS);
  private bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  private begin = 0;
  private end = 0;
  private at = 0;
  private range = 510;
  private value = 0;
  /** Minus the number of bits read ahead, from -8 to -1. */
  private missing = -8;

  /** Starts to decode at a byte of the slice data (9.3.2.5). */
  start(bytes: Uint8Array<ArrayBuffer>, begin: number, end: number): void {
    this.bytes = bytes;
    this.begin = begin;
    this.end = end;
    this.at = begin;
    this.range = 510;
    this.value = (this.nextByte() << 8) | this.nextByte();
    this.missing = -8;
  }

  /** Starts again behind bytes that follow the last ones and are not arithmetic code. */
  restartAfter(bytes: number): void {
    this.start(this.bytes, this.at + bytes, this.end);
  }

  /** A bit with a context (9.3.4.3.2). */
  bit(context: number): number {
    const packed = this.contexts[context] as number;
    const unlikely = RANGE_OF_LEAST_LIKELY[
      ((packed >> 1) << 2) | ((this.range >> 6) & 3)
    ] as number;
    const range = this.range - unlikely;
    const scaled = range << 7;
    if (this.value < scaled) {
      this.contexts[context] = NEXT_AFTER_LIKELY[packed] as number;
      if (range >= 256) {
        this.range = range;
      } else {
        this.range = range << 1;
        this.value <<= 1;
        this.missing += 1;
        if (this.missing === 0) this.refill();
      }
      return packed & 1;
    }
    const shift = Math.clz32(unlikely) - 23;
    this.value = (this.value - scaled) << shift;
    this.range = unlikely << shift;
    this.missing += shift;
    if (this.missing >= 0) this.refill();
    this.contexts[context] = NEXT_AFTER_UNLIKELY[packed] as number;
    return (packed & 1) ^ 1;
  }

  /** A bit without a context (9.3.4.3.4). */
  bypass(): number {
    this.value <<= 1;
    this.missing += 1;
    if (this.missing === 0) this.refill();
    const scaled = this.range << 7;
    if (this.value < scaled) return 0;
    this.value -= scaled;
    return 1;
  }

  /** Bits without contexts as a number, the highest first; at most 32. */
  bypassBits(count: number): number {
    let bits = 0;
    for (let left = count; left > 0; left -= 8) {
      const some = Math.min(left, 8);
      this.value <<= some;
      this.missing += some;
      if (this.missing >= 0) this.refill();
      const scaled = this.range << 7;
      const read = Math.floor(this.value / scaled);
      this.value -= read * scaled;
      bits = bits * (1 << some) + read;
    }
    return bits;
  }

  /** A k-th order Exp-Golomb code without contexts (9.3.3.5). */
  expGolomb(order: number): number {
    let bits = order;
    let base = 0;
    while (this.bypass() === 1) {
      base += 2 ** bits;
      bits += 1;
      if (bits > 32) throw new StreamFault('an Exp-Golomb code is too long');
    }
    return base + this.bypassBits(bits);
  }

  /** True at the end of a slice segment, a substream, or before PCM samples (9.3.4.3.5). */
  terminates(): boolean {
    this.range -= 2;
    const scaled = this.range << 7;
    if (this.value >= scaled) return true;
    if (this.range < 256) {
      this.range <<= 1;
      this.value <<= 1;
      this.missing += 1;
      if (this.missing === 0) this.refill();
    }
    return false;
  }

  /** Bits used since {@link start}, with the part of a bit that the range stands for. */
  get position(): number {
    return this.wholeBits + (FRACTION_OF_RANGE[this.range] as number);
  }

  /** The byte after the last one that was read. After {@link terminates} the next part starts here. */
  get nextStart(): number {
    return this.at;
  }

  /**
   * True if the last bit that was read is the one that ends the data, and only zeros follow it in
   * its byte: what the encoder writes when it terminates (9.3.4.3.5, 9.3.2.5).
   */
  get endsExactly(): boolean {
    const last = this.bytes[this.at - 1] ?? 0;
    return ((last << (8 + this.missing)) & 255) === 0x80;
  }

  private get wholeBits(): number {
    return 8 * (this.at - this.begin) - 8 + this.missing;
  }

  /** Puts the next byte behind the bits that are left. */
  private refill(): void {
    this.value |= this.nextByte() << this.missing;
    this.missing -= 8;
  }

  /** @throws StreamFault far behind the end, where a damaged slice reads on */
  private nextByte(): number {
    const at = this.at;
    this.at = at + 1;
    if (at < this.end) return this.bytes[at] as number;
    if (at > this.end + 2) throw new StreamFault('its data end before its last block');
    return 0;
  }
}
