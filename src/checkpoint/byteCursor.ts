/** Thrown when a pickle needs more bytes than there are. */
export class OutOfBytes extends Error {
  override readonly name = 'OutOfBytes';
}

/** Reads consecutive numbers and text; little-endian unless noted otherwise. */
export class ByteCursor {
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    public position = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws OutOfBytes */
  take(count: number): Uint8Array {
    const start = this.advance(count);
    return this.bytes.subarray(start, start + count);
  }

  /** @throws OutOfBytes */
  uint8(): number {
    return this.view.getUint8(this.advance(1));
  }

  /** @throws OutOfBytes */
  uint16(): number {
    return this.view.getUint16(this.advance(2), true);
  }

  /** @throws OutOfBytes */
  int32(): number {
    return this.view.getInt32(this.advance(4), true);
  }

  /** @throws OutOfBytes */
  uint32(): number {
    return this.view.getUint32(this.advance(4), true);
  }

  /** Exact up to 2^53, more than any file size. @throws OutOfBytes */
  uint64(): number {
    return Number(this.view.getBigUint64(this.advance(8), true));
  }

  /** Big-endian, as in pickles. @throws OutOfBytes */
  float64(): number {
    return this.view.getFloat64(this.advance(8), false);
  }

  /** The bytes up to the next line feed, which is skipped. @throws OutOfBytes */
  line(): Uint8Array {
    const end = this.bytes.indexOf(LINE_FEED, this.position);
    if (end < 0) throw new OutOfBytes('no end of line');
    const line = this.take(end - this.position);
    this.position += 1;
    return line;
  }

  private advance(count: number): number {
    const start = this.position;
    if (start + count > this.bytes.length) throw new OutOfBytes(`${count} bytes at ${start}`);
    this.position = start + count;
    return start;
  }
}

const LINE_FEED = 10;
