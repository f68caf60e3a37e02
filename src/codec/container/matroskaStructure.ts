import type { NamedFile } from '../../files/namedFile.ts';
import { readBytes } from '../../files/readBytes.ts';
import { Problem } from '../../problem.ts';

/**
 * Follows a Matroska file from element to element (RFC 8794; RFC 9559, section 5). mediabunny 1.61
 * looks for the next element where it meets something else, and never ends where there is none.
 * Says nothing of other files, nor of what lies behind an element of unknown size.
 *
 * @throws Problem that names the file and the place where something else is in it
 */
export async function checkMatroska(file: NamedFile): Promise<void> {
  let at = 0;
  let inSegment = false;
  while (at < file.data.size) {
    const element: ElementHeader | null = readHeader(
      await readBytes(file, at, Math.min(at + 12, file.data.size)),
    );
    if (at === 0 && element?.id !== EBML) return;
    const known = element && (inSegment ? IN_SEGMENT : AT_TOP).has(element.id);
    if (!known) {
      throw new Problem(
        `${file.name} is cut off or damaged: byte ${at} begins no Matroska element.`,
        'Copy the file again, or wrap the stream again with ffmpeg -i INPUT -c copy OUTPUT.mkv.',
      );
    }
    const enters: boolean = element.id === SEGMENT;
    if (element.size === null && !enters) return;
    at += element.headerBytes + (enters ? 0 : (element.size ?? 0));
    inSegment ||= enters;
  }
}

const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const VOID = 0xec;
const CHECKSUM = 0xbf;
const AT_TOP = new Set([EBML, SEGMENT, VOID, CHECKSUM]);
/** SeekHead, Info, Tracks, Cluster, Cues, Chapters, Attachments, Tags; also a further segment. */
const IN_SEGMENT = new Set([
  ...[0x114d9b74, 0x1549a966, 0x1654ae6b, 0x1f43b675, 0x1c53bb6b, 0x1043a770, 0x1941a469],
  ...[0x1254c367, ...AT_TOP],
]);

interface ElementHeader {
  readonly id: number;
  /** Bytes of its data; null where it is unknown. */
  readonly size: number | null;
  readonly headerBytes: number;
}

/** Null where the bytes are too few, or of no element. */
function readHeader(bytes: Uint8Array): ElementHeader | null {
  const idBytes = Math.clz32(bytes[0] ?? 0) - 24 + 1;
  const sizeBytes = Math.clz32(bytes[idBytes] ?? 0) - 24 + 1;
  const headerBytes = idBytes + sizeBytes;
  if (idBytes > 4 || sizeBytes > 8 || headerBytes > bytes.length) return null;
  const id = bigEndian(bytes.subarray(0, idBytes));
  // The highest set bit says how many bytes the size has and is no part of it; all ones: unknown.
  const highest = 2 ** (8 - sizeBytes) - 1;
  const digits = bytes.slice(idBytes, headerBytes);
  digits[0] = (digits[0] ?? 0) & highest;
  const unknown = digits.every((byte, index) => byte === (index === 0 ? highest : 0xff));
  return { id, size: unknown ? null : bigEndian(digits), headerBytes };
}

function bigEndian(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}
