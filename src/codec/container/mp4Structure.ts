import type { NamedFile } from '../../files/namedFile.ts';
import { readBytes } from '../../files/readBytes.ts';
import { Problem } from '../../problem.ts';

/**
 * Checks that the sample tables of an MP4 or QuickTime file agree with each other (ISO/IEC
 * 14496-12, 8.6 to 8.7). mediabunny 1.61 counts through them one by one, which takes practically
 * for ever if damage has created a count in the billions. Files of other formats are not checked.
 *
 * @throws Problem naming the file if its tables contradict each other
 */
export async function checkMp4(file: NamedFile): Promise<void> {
  const movie = await readMovie(file);
  if (!movie) return;
  for (const track of boxesOf(movie).filter(({ type }) => type === 'trak')) {
    if (!isConsistent(sampleTable(track.body))) {
      throw new Problem(
        `${file.name} is damaged: its sample tables contradict each other.`,
        'Copy the file again, or remux it with ffmpeg -i INPUT -c copy OUTPUT.mkv.',
      );
    }
  }
}

interface Box {
  readonly type: string;
  readonly body: DataView;
}

/** The body of the file's `moov` box; null if there is none, as in other formats. */
async function readMovie(file: NamedFile): Promise<DataView | null> {
  let at = 0;
  while (at + 8 <= file.data.size) {
    const header = dataView(await readBytes(file, at, Math.min(at + 16, file.data.size)));
    const box = readHeader(header, 0, file.data.size - at);
    if (!box || !KNOWN_TYPE.test(box.type)) return null;
    if (box.type === 'moov') {
      return dataView(await readBytes(file, at + box.headerBytes, at + box.bytes));
    }
    at += box.bytes;
  }
  return null;
}

const KNOWN_TYPE = /^[\w ]{4}$/;

/** The consecutive boxes inside this one, up to the first that is cut off. */
function boxesOf(body: DataView): Box[] {
  const boxes: Box[] = [];
  let at = 0;
  while (at + 8 <= body.byteLength) {
    const header = readHeader(body, at, body.byteLength - at);
    if (!header) break;
    const { type, headerBytes, bytes } = header;
    const start = body.byteOffset + at + headerBytes;
    boxes.push({ type, body: new DataView(body.buffer, start, bytes - headerBytes) });
    at += bytes;
  }
  return boxes;
}

/** Null if the size of the box is invalid or exceeds `available`. */
function readHeader(view: DataView, at: number, available: number) {
  const short = view.getUint32(at);
  const type = String.fromCharCode(...[4, 5, 6, 7].map((index) => view.getUint8(at + index)));
  const isLong = short === 1 && at + 16 <= view.byteLength;
  const headerBytes = isLong ? 16 : 8;
  const bytes = isLong ? Number(view.getBigUint64(at + 8)) : short === 0 ? available : short;
  return bytes < headerBytes || bytes > available ? null : { type, headerBytes, bytes };
}

function sampleTable(track: DataView): readonly Box[] {
  let body = track;
  for (const type of ['mdia', 'minf', 'stbl']) {
    const box = boxesOf(body).find((each) => each.type === type);
    if (!box) return [];
    body = box.body;
  }
  return boxesOf(body);
}

function isConsistent(table: readonly Box[]): boolean {
  const body = (type: string) => table.find((box) => box.type === type)?.body;
  const samples = sampleCount(body('stsz'), body('stz2'));
  if (samples === null) return true;
  const chunks = Math.max(firstCount(body('stco')), firstCount(body('co64')));
  return (
    countsUpTo(samples, entries(body('stts'), 2)) &&
    countsUpTo(samples, entries(body('ctts'), 2)) &&
    fillsChunks(samples, chunks, entries(body('stsc'), 3))
  );
}

/** The number of samples; null if the file does not contain it. A listed size takes 4 bytes. */
function sampleCount(sizes: DataView | undefined, small: DataView | undefined): number | null {
  const view = sizes ?? small;
  if (!view || view.byteLength < 12) return null;
  const count = view.getUint32(8);
  const listed = sizes && view.getUint32(4) === 0;
  return listed ? Math.min(count, Math.floor((view.byteLength - 12) / 4)) : count;
}

/** Entries of a table, after version, flags and their number: `width` 32-bit numbers each. */
function entries(view: DataView | undefined, width: number): number[][] {
  const room = view ? Math.floor((view.byteLength - 8) / (4 * width)) : 0;
  const count = Math.min(firstCount(view), Math.max(0, room));
  return Array.from({ length: count }, (_, entry) =>
    Array.from(
      { length: width },
      (_, part) => view?.getUint32(8 + 4 * (entry * width + part)) ?? 0,
    ),
  );
}

function firstCount(view: DataView | undefined): number {
  return view && view.byteLength >= 8 ? view.getUint32(4) : 0;
}

/** True if the counts of the runs (count first) add up to at most `samples`. */
function countsUpTo(samples: number, runs: readonly number[][]): boolean {
  return runs.reduce((sum, [count = 0]) => sum + count, 0) <= samples;
}

/** True if the runs (first chunk, samples per chunk) ascend from chunk 1 and hold all samples. */
function fillsChunks(samples: number, chunks: number, runs: readonly number[][]): boolean {
  if (samples === 0) return true;
  let sum = 0;
  for (const [index, [first = 0, each = 0]] of runs.entries()) {
    const next = runs[index + 1]?.[0] ?? chunks + 1;
    if ((index === 0 && first !== 1) || next <= first || next > chunks + 1) return false;
    sum += (next - first) * each;
  }
  return sum === samples;
}

function dataView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
