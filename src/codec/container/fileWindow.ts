import type { NamedFile } from '../../files/namedFile.ts';
import { readBytes } from '../../files/readBytes.ts';

/** Bytes that are read at once: one read for many small elements, or for one large one. */
const WINDOW_BYTES = 2 ** 18;

/** Reads short pieces of a file in ascending order, with few reads of the file itself. */
export class FileWindow {
  readonly size: number;
  private start = 0;
  private bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);

  /** @param onRead called with the position after each read of the file */
  constructor(
    private readonly file: NamedFile,
    private readonly onRead: (position: number) => void = () => {},
  ) {
    this.size = file.data.size;
  }

  /** True if {@link at} needs no read of the file. */
  has(position: number, count: number): boolean {
    const end = Math.min(position + count, this.size);
    return position >= this.start && end <= this.start + this.bytes.length;
  }

  /** Reads the file from this position on, for {@link at}. */
  async load(position: number): Promise<void> {
    this.start = position;
    this.bytes = await readBytes(this.file, position, position + WINDOW_BYTES);
    this.onRead(position + this.bytes.length);
  }

  /** `count` bytes, or fewer at the file's end. They must have been loaded. */
  at(position: number, count: number): Uint8Array {
    const offset = position - this.start;
    return this.bytes.subarray(offset, offset + count);
  }
}
