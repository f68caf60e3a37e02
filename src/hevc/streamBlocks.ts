import { type CodedPicture, readCodedPictures } from '../codec/codedPictures.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { count } from '../messageWords.ts';
import { Problem } from '../problem.ts';
import { BlockReader } from './blockReader.ts';
import { isIrap, isSkippedLeading, isSlice, nalHeader } from './nalHeader.ts';
import { bytesOfBlocks, type PictureBlocks } from './pictureBlocks.ts';
import { StreamFault } from './streamFault.ts';

/** Blocks that are kept for pictures that were read on the way to others. */
const MOST_KEPT_BYTES = 256 * 2 ** 20;

/** What was read of a picture. */
export interface ReadPicture {
  /** Null if nothing of it can be read. */
  readonly blocks: PictureBlocks | null;
  /** Why it cannot be read at all, as the end of a sentence; null if there are blocks. */
  readonly fault: string | null;
}

/**
 * The blocks of an HEVC video's pictures, in any order. A picture's vectors depend on pictures
 * before it, so that reading goes from a key frame up to it; what is read on the way is kept.
 */
export class StreamBlocks {
  /** Index in coding order of each shown picture. */
  private readonly indexOf: readonly number[];
  private readonly types: readonly (number | null)[];
  private readonly kept = new Map<number, ReadPicture>();
  private bytes = 0;
  private reader = new BlockReader();
  /** Index in coding order of the picture that the reader reads next. */
  private next = 0;

  /** @throws Problem naming the file if it cannot be read or is not HEVC */
  static async open(file: NamedFile, onProgress?: () => void): Promise<StreamBlocks> {
    return new StreamBlocks(file.name, await readCodedPictures(file, onProgress), onProgress);
  }

  /** @param pictures in coding order */
  constructor(
    private readonly name: string,
    private readonly pictures: readonly CodedPicture[],
    private readonly onProgress: () => void = () => {},
  ) {
    const indexOf: number[] = [];
    for (const [index, { place }] of pictures.entries()) {
      if (place !== null) indexOf[place] = index;
    }
    this.indexOf = indexOf;
    this.types = pictures.map(({ units }) => typeOf(units));
  }

  /** Memory of the blocks that are kept. */
  get keptBytes(): number {
    return this.bytes;
  }

  /** Frees them; they are read again when they are needed. */
  forget(): void {
    this.kept.clear();
    this.bytes = 0;
  }

  /** Number of shown pictures. */
  get count(): number {
    return this.indexOf.length;
  }

  /**
   * @param place position in display order of the shown pictures
   * @throws Problem naming the file if it has no such picture
   */
  read(place: number): ReadPicture {
    const index = this.indexOf[place];
    if (index === undefined) {
      throw new Problem(
        `${this.name} has ${count(this.count, 'picture')}, so there is none for frame ${place}.`,
        'Use the video of this sequence.',
      );
    }
    const kept = this.kept.get(index);
    if (kept) return kept;
    const start = this.startFor(index);
    if (this.next > index || this.next < start) {
      this.reader = new BlockReader();
      for (const { units } of this.pictures.slice(0, start)) this.reader.readParameters(units);
      this.next = start;
    }
    let read = withFault('it has no slice that can be read');
    while (this.next <= index) {
      read = this.readNext();
      this.keep(this.next - 1, read);
      this.onProgress();
    }
    return read;
  }

  private readNext(): ReadPicture {
    const { units = [] } = this.pictures[this.next] ?? {};
    this.next += 1;
    try {
      const blocks = this.reader.read(units);
      if (blocks) return { blocks, fault: null };
      return withFault('it refers to pictures before the start of the stream');
    } catch (error) {
      if (!(error instanceof StreamFault)) throw error;
      return withFault(error.message);
    }
  }

  private keep(index: number, read: ReadPicture): void {
    const former = this.kept.get(index);
    this.kept.set(index, read);
    this.bytes += bytesOf(read) - (former ? bytesOf(former) : 0);
    for (const [oldest, forgotten] of this.kept) {
      if (this.bytes <= MOST_KEPT_BYTES || oldest === index) break;
      this.kept.delete(oldest);
      this.bytes -= bytesOf(forgotten);
    }
  }

  /** The key frame from which a picture can be read. */
  private startFor(index: number): number {
    let keyFrames = isSkippedLeading(this.types[index] ?? 0) ? 2 : 1;
    for (let at = index; at >= 0; at--) {
      if (isIrap(this.types[at] ?? 0)) keyFrames -= 1;
      if (keyFrames === 0) return at;
    }
    return 0;
  }
}

/** nal_unit_type of a picture's slices; null if it has none. */
function typeOf(units: readonly Uint8Array[]): number | null {
  const slice = units.map(nalHeader).find(({ type, layer }) => layer === 0 && isSlice(type));
  return slice?.type ?? null;
}

function withFault(fault: string): ReadPicture {
  return { blocks: null, fault };
}

function bytesOf({ blocks }: ReadPicture): number {
  return blocks ? bytesOfBlocks(blocks) : 0;
}
