import type { NamedFile } from '../../files/namedFile.ts';
import { readBytes } from '../../files/readBytes.ts';
import { Problem } from '../../problem.ts';
import { faultyContainer } from './containerFaults.ts';
import { FileWindow } from './fileWindow.ts';
import { type Box, type BoxHeader, boxesIn, boxHeader, MOST_HEADER_BYTES } from './mp4Boxes.ts';
import { isConsistent, sampleTable } from './mp4SampleTable.ts';
import type { ContainerStructure, ContainerTrack, ShownPart, TrackKind } from './trackFacts.ts';

/**
 * Reads the structure of an MP4 or QuickTime file (ISO/IEC 14496-12) and checks it: boxes fill what
 * contains them, and the tables of samples agree with each other and with the length of the file.
 * Readers count through tables one by one, which takes them for ever if damage has created a count
 * in the billions.
 *
 * @param onRead called with the position after each read, which only ascends
 * @returns null for files of other formats
 * @throws Problem naming the file if it is cut off, damaged or encrypted, or shows several parts of a
 *   track
 */
export async function readMp4Structure(
  file: NamedFile,
  onRead: (position: number) => void = () => {},
): Promise<ContainerStructure | null> {
  const { size } = file.data;
  let movie: Part | null = null;
  let isCutOff = false;
  let at = 0;
  const window = new FileWindow(file, onRead);
  for (let count = 0; at < size; count++) {
    if (!window.has(at, MOST_HEADER_BYTES)) await window.load(at);
    const header = boxHeader(dataView(window.at(at, MOST_HEADER_BYTES)));
    if (at === 0 && !(header && FIRST_TYPES.has(header.type))) return null;
    // Other bytes after the movie are not part of it: some cameras and downloads leave them.
    if ((!header || !TOP_TYPE.test(header.type)) && movie && !isCutOff) break;
    if (!header) throw damaged(file, at, 'no box starts there', size - at < 8);
    // A fragment of one frame takes a hundred bytes.
    if (count > MOST_BOXES && count * 24 > at) {
      throw damaged(file, at, `it consists of ${count} boxes up to there`);
    }
    const end = header.bytes === null ? size : at + header.bytes;
    if (end > size) {
      // Text behind the movie may look like the start of a box.
      if (movie && !HOLDS_PICTURES.has(header.type)) break;
      isCutOff = true;
    }
    if (header.type === 'moov' && end <= size) {
      movie = await partOf(file, at + header.headerBytes, end);
    }
    if (header.type === 'moof' && end <= size) await checkFragment(file, at, header, end);
    at = Math.min(end, size);
  }
  if (size === 0) return null;
  if (!movie) {
    if (isCutOff) throw faultyContainer(file.name, { ...NO_PICTURES, at: size });
    throw damaged(file, at, 'it has no movie box, which comes last while a file is written');
  }
  return structureOf(movie, { bytes: at, size, isCutOff });
}

const NO_PICTURES = { isCutOff: true, reason: '', pictures: null };

/** Types of the first box in files of this kind. */
const FIRST_TYPES = new Set(['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot', 'styp']);

/** A plausible type at the top, to tell boxes from padding and other data. */
const TOP_TYPE = /^[a-zA-Z][\w ]{3}$/;

/** Boxes at the top that pictures are in, or that describe them. */
const HOLDS_PICTURES = new Set(['moov', 'moof', 'mdat']);

const MOST_BOXES = 2 ** 16;

/** Boxes inside the movie that contain boxes. */
const PARENTS = new Set(['trak', 'edts', 'mdia', 'minf', 'stbl', 'mvex', 'moof', 'traf', 'dinf']);

interface FileFacts {
  /** Bytes of the boxes at the top. */
  readonly bytes: number;
  readonly size: number;
  readonly isCutOff: boolean;
}

function structureOf(movie: Part, { bytes, size, isCutOff }: FileFacts): ContainerStructure {
  const boxes = checkedBoxes(movie, movie.body);
  const isFragmented = boxes.some(({ type }) => type === 'mvex');
  const movieScale = timescale(boxes.find(({ type }) => type === 'mvhd')?.body) ?? 1;
  const tracks: ContainerTrack[] = [];
  let pictures: number | null = null;
  let isInFile = true;
  for (const track of boxes.filter(({ type }) => type === 'trak')) {
    const parts = checkedBoxes(movie, track.body);
    const media = partsOf(movie, parts, 'mdia');
    const kind = KINDS[handler(media)] ?? 'other';
    const samples = partsOf(movie, partsOf(movie, media, 'minf'), 'stbl');
    if (kind === 'video') assertNotEncrypted(movie, samples);
    const table = sampleTable(samples);
    if (!isConsistent(table)) {
      throw damagedPart(movie, track.body, 'its sample tables contradict each other');
    }
    const isVideo = kind === 'video';
    if (isVideo && !isFragmented) pictures ??= table.samplesBefore(size);
    // Sound that is cut off does no harm here.
    if (isVideo) isInFile &&= table.samplesBefore(size) === table.samples;
    const edits = isFragmented
      ? null
      : partsOf(movie, parts, 'edts').find(({ type }) => type === 'elst');
    const shown = edits && isVideo ? shownPart(movie, edits.body, movieScale) : null;
    tracks.push({ id: trackId(parts), kind, shown });
  }
  if (isCutOff || !isInFile) {
    throw faultyContainer(movie.name, { isCutOff: true, at: size, reason: '', pictures });
  }
  return { tracks, extras: extrasOf(boxes), bytes };
}

/** Encrypted samples have an entry of their own kind (ISO/IEC 14496-12, 8.12). */
function assertNotEncrypted({ name }: Part, samples: readonly Box[]): void {
  const entries = samples.find(({ type }) => type === 'stsd')?.body;
  // Version and flags, the number of entries, the first one's length, then its type.
  if (!entries || entries.byteLength < 16 || entries.getUint32(12) !== ENCRYPTED_VIDEO) return;
  throw new Problem(`${name} is encrypted.`, 'Choose a file that is not encrypted.');
}

/** `encv`. */
const ENCRYPTED_VIDEO = 0x656e6376;

const KINDS: Readonly<Record<string, TrackKind>> = {
  vide: 'video',
  soun: 'audio',
  text: 'subtitles',
  sbtl: 'subtitles',
  subt: 'subtitles',
  clcp: 'subtitles',
  tmcd: 'timecode',
};

/** The boxes inside a box and, as a check, inside its parents of boxes. */
function checkedBoxes(part: Part, body: DataView): Box[] {
  const boxes = boxesIn(body);
  if (!boxes) throw damagedPart(part, body, 'a box is longer than what contains it');
  if (boxes.length > MOST_BOXES) {
    throw damagedPart(part, body, `it consists of ${boxes.length} boxes`);
  }
  for (const box of boxes) if (PARENTS.has(box.type)) checkedBoxes(part, box.body);
  return boxes;
}

function partsOf(part: Part, boxes: readonly Box[], type: string): Box[] {
  const box = boxes.find((each) => each.type === type);
  return box ? checkedBoxes(part, box.body) : [];
}

/** Checks that the runs of a fragment are as long as they say (8.8.8). */
async function checkFragment(
  file: NamedFile,
  at: number,
  { headerBytes }: BoxHeader,
  end: number,
): Promise<void> {
  const fragment = await partOf(file, at + headerBytes, end);
  for (const track of checkedBoxes(fragment, fragment.body).filter(({ type }) => type === 'traf')) {
    for (const { type, body } of checkedBoxes(fragment, track.body)) {
      if (type === 'trun' && !isRunComplete(body)) {
        throw damaged(file, at, 'a fragment has fewer samples than it says');
      }
    }
  }
}

function isRunComplete(run: DataView): boolean {
  if (run.byteLength < 8) return false;
  const flags = run.getUint32(0) & 0xffffff;
  const perSample = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length * 4;
  const before = 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0);
  const samples = run.getUint32(4);
  // Samples without fields of their own take no bytes here, whatever their number.
  return perSample === 0 ? samples <= MOST_BOXES : before + samples * perSample <= run.byteLength;
}

/** The units of a second in `mvhd` (8.2.2). */
function timescale(body: DataView | undefined): number | null {
  if (!body || body.byteLength < 24) return null;
  return body.getUint32(body.getUint8(0) === 1 ? 20 : 12) || null;
}

/** The track's number, in `tkhd` (8.3.2). */
function trackId(parts: readonly Box[]): number {
  const body = parts.find(({ type }) => type === 'tkhd')?.body;
  if (!body || body.byteLength < 24) return 0;
  return body.getUint32(body.getUint8(0) === 1 ? 20 : 12);
}

/** The kind of media, in `hdlr` (8.4.3). */
function handler(media: readonly Box[]): string {
  const body = media.find(({ type }) => type === 'hdlr')?.body;
  if (!body || body.byteLength < 12) return '';
  return String.fromCharCode(...[8, 9, 10, 11].map((at) => body.getUint8(at)));
}

/**
 * The part of a track that its edit list shows (8.6.6); null for all of it.
 *
 * @throws Problem if it shows several parts, or one at another speed
 */
function shownPart(part: Part, list: DataView, movieScale: number): ShownPart | null {
  const long = list.byteLength > 0 && list.getUint8(0) === 1;
  const width = long ? 20 : 12;
  const count = list.byteLength < 8 ? 0 : list.getUint32(4);
  if (8 + count * width > list.byteLength) {
    throw damagedPart(part, list, 'its edit list is longer than it is');
  }
  const edits = Array.from({ length: count }, (_, index) => {
    const at = 8 + index * width;
    return {
      duration: long ? Number(list.getBigUint64(at)) : list.getUint32(at),
      from: long ? Number(list.getBigInt64(at + 8)) : list.getInt32(at + 4),
      rate: list.getInt32(at + (long ? 16 : 8)) / 2 ** 16,
    };
  });
  const shown = edits.filter(({ from }) => from !== EMPTY_EDIT);
  const [edit] = shown;
  if (!edit) return null;
  if (shown.length > 1 || edit.rate !== 1) {
    throw new Problem(
      `${part.name} has an edit list that shows ${shown.length > 1 ? `${shown.length} parts of its video` : 'its video at another speed'}, so that its pictures are not shown as they are stored.`,
      'Convert it with ffmpeg -i INPUT -c:v libx264 -crf 0 OUTPUT.mkv and open that.',
    );
  }
  const delay = edits
    .slice(0, edits.indexOf(edit))
    .reduce((sum, { duration }) => sum + duration, 0);
  const from = delay / movieScale;
  const to = edit.duration === 0 ? Number.POSITIVE_INFINITY : from + edit.duration / movieScale;
  return { from, to };
}

/** media_time of an edit that shows nothing: the track starts later. */
const EMPTY_EDIT = -1;

function extrasOf(boxes: readonly Box[]): string[] {
  const user = boxes.find(({ type }) => type === 'udta');
  const parts = (user && boxesIn(user.body)) ?? [];
  return parts.some(({ type }) => type === 'chpl') ? ['chapters'] : [];
}

function damagedPart({ name, start }: Part, { byteOffset }: DataView, reason: string): Problem {
  return damaged({ name }, start + byteOffset, reason);
}

function damaged(
  { name }: Pick<NamedFile, 'name'>,
  at: number,
  reason: string,
  isCutOff = false,
): Problem {
  return faultyContainer(name, { isCutOff, at, reason, pictures: null });
}

/** A part of a file in memory. */
interface Part extends Pick<NamedFile, 'name'> {
  /** Position of its first byte in the file. */
  readonly start: number;
  readonly body: DataView;
}

async function partOf(file: NamedFile, start: number, end: number): Promise<Part> {
  return { name: file.name, start, body: dataView(await readBytes(file, start, end)) };
}

function dataView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
