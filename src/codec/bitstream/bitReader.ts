/** Reads a bitstream's syntax elements, most significant bit first. */
export class BitReader {
  private position = 0;

  constructor(private readonly bytes: Uint8Array) {}

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

  skip(count: number): void {
    this.position += count;
  }

  /** Skips to the next byte boundary. */
  align(): void {
    this.position = Math.ceil(this.position / 8) * 8;
  }

  private bit(): number {
    const byte = this.bytes[this.position >> 3];
    if (byte === undefined) throw new RangeError('the unit ends too early');
    const bit = (byte >> (7 - (this.position & 7))) & 1;
    this.position += 1;
    return bit;
  }
}
