import type { NamedFile } from '../../files/namedFile.ts';
import { Problem } from '../../problem.ts';
import { faultyContainer } from './containerFaults.ts';
import { FileWindow } from './fileWindow.ts';
import type { ContainerStructure, ContainerTrack, TrackKind } from './trackFacts.ts';

/**
 * Reads the structure of a Matroska or WebM file (RFC 8794; RFC 9559, section 5) and checks all of
 * it: every element starts where the one before it ends, and ends within its parent. A reader that
 * meets other bytes searches for the next element, some of them for ever.
 *
 * @param onRead called with the position after each read, which only ascends
 * @returns null for files of other formats
 * @throws Problem naming the file if it is cut off or damaged, with the number of its pictures up to
 *   there
 */
export async function readMatroskaStructure(
  file: NamedFile,
  onRead?: (position: number) => void,
): Promise<ContainerStructure | null> {
  const walk = new MatroskaWalk(file, onRead);
  return (await walk.isMatroska()) ? walk.run() : null;
}

/** Element IDs. */
const ID = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  void: 0xec,
  checksum: 0xbf,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackType: 0x83,
  cluster: 0x1f43b675,
  blockGroup: 0xa0,
  block: 0xa1,
  simpleBlock: 0xa3,
  chapters: 0x1043a770,
  attachments: 0x1941a469,
} as const;

/** IDs of elements directly in a segment: SeekHead, Info, Cues and Tags are not used here. */
const IN_SEGMENT = new Set<number>([
  ...[0x114d9b74, 0x1549a966, 0x1c53bb6b, 0x1254c367],
  ...[ID.tracks, ID.cluster, ID.chapters, ID.attachments, ID.void, ID.checksum],
]);

/** IDs at the top, which also end a segment of unknown size. */
const AT_TOP = new Set<number>([ID.ebml, ID.segment, ID.void, ID.checksum]);

/** Elements that contain elements: those that readers go into. */
const PARENTS = new Set<number>([
  ...[ID.ebml, ID.segment, ID.tracks, ID.trackEntry, ID.cluster, ID.blockGroup],
  // SeekHead, Seek, Info, Video, Colour, Audio, ContentEncodings and their parts
  ...[0x114d9b74, 0x4dbb, 0x1549a966, 0xe0, 0x55b0, 0xe1, 0x6d80, 0x6240, 0x5034, 0x5035],
  // Cues, CuePoint, CueTrackPositions, Tags, Tag, Targets, SimpleTag, Attachments, AttachedFile
  ...[0x1c53bb6b, 0xbb, 0xb7, 0x1254c367, 0x7373, 0x63c0, 0x67c8, ID.attachments, 0x61a7],
]);

const KINDS: Readonly<Record<number, TrackKind>> = { 1: 'video', 2: 'audio', 17: 'subtitles' };

/** Deeper than any element: nested tags are the deepest. */
const MOST_LEVELS = 16;

/** An element's longest header: ID and size. */
const MOST_HEADER_BYTES = 12;

interface ElementHeader {
  readonly id: number;
  /** Bytes of its data; null if unknown. */
  readonly size: number | null;
  readonly headerBytes: number;
}

interface Parent {
  readonly id: number;
  /** Position after it, beyond the file's end if that is missing; its parent's if it is unknown. */
  readonly end: number;
  readonly isSizeKnown: boolean;
}

class MatroskaWalk {
  private readonly window: FileWindow;
  private readonly tracks: { id: number; kind: TrackKind }[] = [];
  private readonly extras = new Set<string>();
  /** Blocks by track number. */
  private readonly blocks = new Map<number, number>();
  private elements = 0;
  private hasSegment = false;

  constructor(
    private readonly file: NamedFile,
    onRead?: (position: number) => void,
  ) {
    this.window = new FileWindow(file, onRead);
  }

  async isMatroska(): Promise<boolean> {
    await this.window.load(0);
    return headerOf(this.window.at(0, MOST_HEADER_BYTES))?.id === ID.ebml;
  }

  async run(): Promise<ContainerStructure> {
    const { size } = this.window;
    const parents: Parent[] = [{ id: 0, end: Number.POSITIVE_INFINITY, isSizeKnown: true }];
    let at = 0;
    let segmentEnd: number | null = null;
    // What there is of a file that is cut off is still read, to count its pictures.
    let isCutOff = false;
    while (at < size) {
      while (parents.length > 1 && at >= (parents.at(-1) as Parent).end) parents.pop();
      // What follows a complete segment is not part of the video.
      if (parents.length === 1 && segmentEnd !== null) {
        await this.assertOnly(at);
        break;
      }
      const element = await this.read(at, parents);
      const { end } = this.parentOf(element, parents, at);
      const dataAt = at + element.headerBytes;
      const elementEnd = element.size === null ? end : dataAt + element.size;
      if (elementEnd > end) throw this.fault(at, 'an element is longer than what contains it');
      if (element.size !== null && elementEnd > size) {
        if (!PARENTS.has(element.id)) throw this.fault(at, '', true);
        isCutOff = true;
      }
      this.count(at);
      await this.note(element, dataAt, parents);
      if (PARENTS.has(element.id)) {
        if (parents.length > MOST_LEVELS) throw this.fault(at, 'elements are nested too deeply');
        const isSizeKnown = element.size !== null;
        parents.push({ id: element.id, end: elementEnd, isSizeKnown });
        if (element.id === ID.segment) segmentEnd = elementEnd;
        at = dataAt;
      } else {
        at = elementEnd;
      }
    }
    if (isCutOff) throw this.fault(size, '', true);
    const tracks: ContainerTrack[] = this.tracks.map((track) => ({ ...track, shown: null }));
    return { tracks, extras: [...this.extras], bytes: at };
  }

  private async read(at: number, parents: readonly Parent[]): Promise<ElementHeader> {
    if (!this.window.has(at, MOST_HEADER_BYTES)) await this.window.load(at);
    const bytes = this.window.at(at, MOST_HEADER_BYTES);
    const element = headerOf(bytes);
    if (element && (await this.isExpected(at, element, parents.at(-1) as Parent))) return element;
    const isCutOff = element === null && bytes.length < MOST_HEADER_BYTES;
    throw this.fault(at, 'no Matroska element starts there', isCutOff);
  }

  /**
   * False for an element that readers do not expect: they search for the next one that they know.
   * After an element of a later version they find it at once; after a last one they search for ever.
   */
  private async isExpected(at: number, element: ElementHeader, parent: Parent): Promise<boolean> {
    if (isKnownIn(parent.id, element.id)) return true;
    if (parent.id !== ID.segment || element.size === null) return false;
    const next = at + element.headerBytes + element.size;
    if (next > this.window.size - MOST_HEADER_BYTES) return false;
    await this.window.load(next);
    const id = headerOf(this.window.at(next, MOST_HEADER_BYTES))?.id;
    return id !== undefined && IN_SEGMENT.has(id);
  }

  /** Refuses a file of several recordings, of which readers read the first or all. */
  private async assertOnly(at: number): Promise<void> {
    if (!this.window.has(at, MOST_HEADER_BYTES)) await this.window.load(at);
    const id = headerOf(this.window.at(at, MOST_HEADER_BYTES))?.id;
    if (id === ID.ebml || id === ID.segment) throw severalRecordings(this.file.name);
  }

  /** The parent of the next element; it ends parents of unknown size that cannot contain it. */
  private parentOf({ id, size }: ElementHeader, parents: Parent[], at: number): Parent {
    const belongsAbove = (parent: Parent) =>
      !parent.isSizeKnown &&
      (parent.id === ID.segment
        ? id === ID.ebml || id === ID.segment
        : IN_SEGMENT.has(id) && id !== ID.void && id !== ID.checksum);
    while (parents.length > 1 && belongsAbove(parents.at(-1) as Parent)) parents.pop();
    // The segment of unknown size before this has ended.
    if (parents.length === 1 && this.hasSegment) throw severalRecordings(this.file.name);
    if (id === ID.segment) this.hasSegment = true;
    if (size === null && id !== ID.segment && id !== ID.cluster) {
      throw this.fault(at, 'an element has no size');
    }
    return parents.at(-1) as Parent;
  }

  /** Refuses files of nothing but headers, which take readers minutes. */
  private count(at: number): void {
    this.elements += 1;
    // The entries of an index take four bytes each in the mean.
    if (this.elements > 2 ** 16 && this.elements * 3 > at) {
      throw this.fault(at, `it consists of ${this.elements} elements up to there`);
    }
  }

  private async note(
    { id, size }: ElementHeader,
    dataAt: number,
    parents: readonly Parent[],
  ): Promise<void> {
    if (id === ID.chapters) this.extras.add('chapters');
    if (id === ID.attachments) this.extras.add('attachments');
    if (id === ID.trackEntry) this.tracks.push({ id: 0, kind: 'other' });
    const track = this.tracks.at(-1);
    if (track && parents.at(-1)?.id === ID.trackEntry) {
      if (id === ID.trackNumber) track.id = bigEndian(await this.data(dataAt, size));
      if (id === ID.trackType) {
        track.kind = KINDS[bigEndian(await this.data(dataAt, size))] ?? 'other';
      }
    }
    if (id === ID.simpleBlock || id === ID.block) {
      const number = sizeNumber(await this.data(dataAt, 8))?.value ?? 0;
      this.blocks.set(number, (this.blocks.get(number) ?? 0) + 1);
    }
  }

  private async data(at: number, count: number | null): Promise<Uint8Array> {
    const bytes = Math.min(count ?? 0, 8);
    if (!this.window.has(at, bytes)) await this.window.load(at);
    return this.window.at(at, bytes);
  }

  private fault(at: number, reason: string, isCutOff = false): Error {
    const video = this.tracks.find(({ kind }) => kind === 'video');
    const pictures = video ? (this.blocks.get(video.id) ?? 0) : null;
    return faultyContainer(this.file.name, { isCutOff, at, reason, pictures });
  }
}

function severalRecordings(name: string): Problem {
  return new Problem(
    `${name} holds several recordings one after the other, and programs read the first or all of them.`,
    'Join them with ffmpeg -i INPUT -vf setpts=N/FRAME_RATE/TB -c:v libx264 -crf 0 OUTPUT.mkv and open that.',
  );
}

function isKnownIn(parent: number, id: number): boolean {
  if (parent === 0) return AT_TOP.has(id);
  return parent !== ID.segment || IN_SEGMENT.has(id) || AT_TOP.has(id);
}

/** Null if there are too few bytes, or they do not start an element. */
function headerOf(bytes: Uint8Array): ElementHeader | null {
  const idBytes = Math.clz32(bytes[0] ?? 0) - 24 + 1;
  if (idBytes > 4) return null;
  const size = sizeNumber(bytes.subarray(idBytes));
  if (!size) return null;
  const id = bigEndian(bytes.subarray(0, idBytes));
  return { id, size: size.value, headerBytes: idBytes + size.length };
}

/** A number with its length in its first bits (RFC 8794, section 4); its value is null if unknown. */
function sizeNumber(bytes: Uint8Array): { value: number | null; length: number } | null {
  const length = Math.clz32(bytes[0] ?? 0) - 24 + 1;
  if (length > 8 || length > bytes.length) return null;
  // The highest set bit gives the length and is not part of the number; all ones means unknown.
  const highest = 2 ** (8 - length) - 1;
  const digits = bytes.slice(0, length);
  digits[0] = (digits[0] ?? 0) & highest;
  const unknown = digits.every((byte, index) => byte === (index === 0 ? highest : 0xff));
  return { value: unknown ? null : bigEndian(digits), length };
}

function bigEndian(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}
