/**
 * A binary arithmetic coder with 32-bit bounds and 16-bit probabilities, in integer arithmetic (the
 * carry-less coder of M. Mahoney's lpaq). Encoder and decoder share this interface, so that the
 * same code describes writing and reading.
 */
export interface BitCoder {
  /**
   * Codes one bit.
   *
   * @param bit to write; ignored by a decoder
   * @param probability P(bit = 1) in 1/65536, 1 to 65535
   * @returns the bit that was written or read
   */
  code(bit: number, probability: number): number;
}

/** Writes bits; {@link RangeEncoder.finish} returns the code word. */
export class RangeEncoder implements BitCoder {
  private low = 0;
  private high = 0xffffffff;
  private bytes = new Uint8Array(256);
  private length = 0;

  code(bit: number, probability: number): number {
    const middle = split(this.low, this.high, probability);
    if (bit) this.high = middle;
    else this.low = middle + 1;
    while (((this.low ^ this.high) & 0xff000000) === 0) {
      this.write(this.high >>> 24);
      this.low = (this.low << 8) >>> 0;
      this.high = ((this.high << 8) | 255) >>> 0;
    }
    return bit;
  }

  /**
   * Ends the code word in as few bytes as possible and starts the next. Trailing zeros are dropped,
   * because the decoder reads zeros past the end.
   */
  finish(): Uint8Array<ArrayBuffer> {
    // The number within the bounds with the most trailing zeros.
    for (let zeros = 32; this.low > 0; zeros--) {
      const unit = 2 ** zeros;
      const candidate = Math.ceil(this.low / unit) * unit;
      if (candidate > this.high) continue;
      for (let rest = candidate; rest > 0; rest = (rest << 8) >>> 0) this.write(rest >>> 24);
      break;
    }
    let end = this.length;
    while (end > 0 && this.bytes[end - 1] === 0) end--;
    const codeWord = this.bytes.slice(0, end);
    this.low = 0;
    this.high = 0xffffffff;
    this.length = 0;
    return codeWord;
  }

  private write(byte: number): void {
    if (this.length === this.bytes.length) {
      const longer = new Uint8Array(this.length * 2);
      longer.set(this.bytes);
      this.bytes = longer;
    }
    this.bytes[this.length++] = byte;
  }
}

/** Reads what {@link RangeEncoder} wrote, with the same probabilities in the same order. */
export class RangeDecoder implements BitCoder {
  private low = 0;
  private high = 0xffffffff;
  private value = 0;
  private position = 0;

  /** @param bytes one code word */
  constructor(private readonly bytes: Uint8Array) {
    for (let count = 0; count < 4; count++) this.value = ((this.value << 8) | this.read()) >>> 0;
  }

  /** Number of bytes of the code word that were not read. */
  get left(): number {
    return Math.max(0, this.bytes.length - this.position);
  }

  code(_bit: number, probability: number): number {
    const middle = split(this.low, this.high, probability);
    const bit = this.value <= middle ? 1 : 0;
    if (bit) this.high = middle;
    else this.low = middle + 1;
    while (((this.low ^ this.high) & 0xff000000) === 0) {
      this.low = (this.low << 8) >>> 0;
      this.high = ((this.high << 8) | 255) >>> 0;
      this.value = ((this.value << 8) | this.read()) >>> 0;
    }
    return bit;
  }

  private read(): number {
    return this.bytes[this.position++] ?? 0;
  }
}

/** The last value that means bit 1: low <= middle < high for every probability. */
function split(low: number, high: number, probability: number): number {
  const range = high - low;
  const upper = Math.imul(range >>> 16, probability) >>> 0;
  return low + upper + (Math.imul(range & 0xffff, probability) >>> 16);
}
