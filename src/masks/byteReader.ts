/** The data ends too early. */
export class TruncatedError extends RangeError {}

/** Reads bytes and integers sequentially. */
export class ByteReader {
  constructor(
    readonly bytes: Uint8Array,
    public position = 0,
  ) {}

  get left(): number {
    return this.bytes.length - this.position;
  }

  byte(): number {
    const byte = this.bytes[this.position];
    if (byte === undefined) throw new TruncatedError('the data ends too early');
    this.position++;
    return byte;
  }

  /** A number below 2^28 in LEB128: seven bits per byte, lowest first. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new TruncatedError('a number is too long');
  }

  /** Big-endian. */
  uint32(): number {
    return ((this.byte() << 24) | (this.byte() << 16) | (this.byte() << 8) | this.byte()) >>> 0;
  }

  take(length: number): Uint8Array {
    if (length > this.left) throw new TruncatedError('the data ends too early');
    const start = this.position;
    this.position += length;
    return this.bytes.subarray(start, this.position);
  }
}

/** The bytes that {@link ByteReader.varint} reads. */
export function varintBytes(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  bytes.push(rest);
  return bytes;
}

export function uint32Bytes(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}
