import type { NamedFile } from '../../files/namedFile.ts';
import { readInPieces } from '../../files/readBytes.ts';
import { Problem } from '../../problem.ts';
import type { HevcPicture, HevcPictures } from '../bitstream/hevcPictures.ts';
import { HevcSyntax } from '../bitstream/hevcSyntax.ts';
import { type MaskMessage, readMaskUnit } from '../bitstream/maskMessage.ts';
import { annexBUnits } from '../bitstream/nalUnits.ts';
import { PictureOrderCounter } from '../bitstream/pictureOrder.ts';
import type { CodedPictureStart } from '../bitstream/streamSyntax.ts';
import type { ReadProgress } from './openContainer.ts';

/**
 * Opens a bare HEVC stream (H.265, Annex B). Messages are inserted and removed as byte ranges and
 * no other byte changes, so removing them restores the original stream.
 *
 * @throws Problem naming the file if it is not an HEVC stream, or is damaged
 */
export async function openBareHevc(
  file: NamedFile,
  onProgress?: ReadProgress,
): Promise<HevcPictures> {
  const stream = await readInPieces(file, onProgress);
  const { found, messageRanges } = findPictures(file.name, stream);
  return {
    pictures: inDisplayOrder(found),
    notes: [],
    leaves: [],
    messageBytes: messageRanges.reduce((sum, { from, to }) => sum + to - from, 0),
    replaceMessages: async (units) => {
      const insertions = found.map(({ begin }, index) => ({ at: begin, unit: units[index] }));
      return new Blob(edited(stream, messageRanges, insertions));
    },
  };
}

/** A byte range from one start code to the next: a unit and its trailing zeros. */
interface Range {
  readonly from: number;
  to: number;
}

interface FoundPicture extends Omit<HevcPicture, 'place'> {
  /** Position of the start code of its first slice. */
  readonly begin: number;
  readonly order: [sequence: number, count: number];
  readonly isShown: boolean;
}

function findPictures(name: string, stream: Uint8Array) {
  const syntax = new HevcSyntax();
  const counter = new PictureOrderCounter();
  const found: FoundPicture[] = [];
  const messageRanges: Range[] = [];
  let messages: MaskMessage[] = [];
  let open: Range | null = null;
  let damagedMessageBefore = false;
  for (const unit of annexBUnits(stream)) {
    const begin = unit.byteOffset - stream.byteOffset - START_CODE.length;
    if (open) open.to = begin;
    open = null;
    const message = readMaskUnit(unit);
    if (message) {
      messages.push(message);
      open = { from: begin, to: stream.length };
      messageRanges.push(open);
    } else {
      const start = readUnit(name, syntax, unit, damagedMessageBefore);
      if (start) {
        const order = counter.next(start.order);
        const temporalIdPlus1 = (unit[1] ?? 0) & 7;
        const { key, isShown } = start;
        found.push({ begin, order, key, isShown, temporalIdPlus1, messages });
        messages = [];
      }
    }
    damagedMessageBefore = message !== null && message.packets === null;
  }
  if (found.length === 0) {
    throw new Problem(
      `${name} has no HEVC pictures.`,
      'Choose an HEVC stream, or a .mkv or .mp4 file.',
    );
  }
  return { found, messageRanges };
}

/**
 * @param mayBePiece true directly after a damaged message: damage can create a start code that
 *   splits the message, and the second piece is not a unit of the video
 */
function readUnit(
  name: string,
  syntax: HevcSyntax,
  unit: Uint8Array,
  mayBePiece: boolean,
): CodedPictureStart | null {
  try {
    return syntax.read(unit);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    if (mayBePiece) return null;
    throw new Problem(
      `${name} cannot be read as HEVC: a NAL unit is damaged or incomplete (${cause.message}).`,
      'Copy or encode it again.',
      { cause },
    );
  }
}

function inDisplayOrder(found: readonly FoundPicture[]): HevcPicture[] {
  const shown = found.filter(({ isShown }) => isShown);
  shown.sort((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1]);
  const places = new Map(shown.map((picture, place) => [picture, place]));
  return found.map((picture) => ({ ...picture, place: places.get(picture) ?? null }));
}

const START_CODE = Uint8Array.of(0, 0, 1);
/**
 * Written after an inserted unit, as the zero_byte of the next start code. The existing zero_byte
 * then precedes the inserted unit, which needs it if it is the first of its access unit (B.2.2).
 */
const ZERO_BYTE = Uint8Array.of(0);

function edited(
  stream: Uint8Array<ArrayBuffer>,
  removed: readonly Range[],
  insertions: readonly { at: number; unit: Uint8Array<ArrayBuffer> | null | undefined }[],
): Uint8Array<ArrayBuffer>[] {
  const edits = [
    ...removed.map(({ from, to }) => ({ from, to, parts: [] as Uint8Array<ArrayBuffer>[] })),
    ...insertions.flatMap(({ at, unit }) =>
      unit ? [{ from: at, to: at, parts: [START_CODE, unit, ZERO_BYTE] }] : [],
    ),
  ].sort((a, b) => a.from - b.from);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const edit of edits) {
    parts.push(stream.subarray(at, edit.from), ...edit.parts);
    at = edit.to;
  }
  return [...parts, stream.subarray(at)];
}
