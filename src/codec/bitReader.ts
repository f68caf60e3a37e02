/** Reads a bitstream's syntax elements, most significant bit first. */
export class BitReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** Bits read so far. */
  get position(): number {
    return this.at;
  }

  /**
   * u(n) for n up to 32.
   *
   * @throws RangeError past the end of the unit
   */
  bits(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index++) value = value * 2 + this.bit();
    return value;
  }

  flag(): boolean {
    return this.bit() === 1;
  }

  /** ue(v), the unsigned Exp-Golomb code (H.265, 9.2). */
  unsigned(): number {
    let zeros = 0;
    while (this.bit() === 0) {
      zeros += 1;
      if (zeros > 31) throw new RangeError('an Exp-Golomb code is longer than 32 bits');
    }
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** se(v), the signed Exp-Golomb code (H.265, 9.2.2). */
  signed(): number {
    const code = this.unsigned();
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
  }

  skip(count: number): void {
    this.at += count;
  }

  /** Skips to the next byte boundary. */
  align(): void {
    this.at = Math.ceil(this.at / 8) * 8;
  }

  private bit(): number {
    const byte = this.bytes[this.at >> 3];
    if (byte === undefined) throw new RangeError('the unit ends too early');
    const bit = (byte >> (7 - (this.at & 7))) & 1;
    this.at += 1;
    return bit;
  }
}
