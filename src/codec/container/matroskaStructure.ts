import type { NamedFile } from '../../files/namedFile.ts';
import { readBytes } from '../../files/readBytes.ts';
import { Problem } from '../../problem.ts';

/**
 * Checks the sequence of elements in a Matroska file (RFC 8794; RFC 9559, section 5). When
 * mediabunny 1.61 meets other bytes it searches for the next element, and never returns if there is
 * none. Files of other formats, and anything after an element of unknown size, are not checked.
 *
 * @throws Problem naming the file and the position of the first byte that starts no element
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
        `${file.name} is cut off or damaged: no Matroska element starts at byte ${at}.`,
        'Copy the file again, or remux it with ffmpeg -i INPUT -c copy OUTPUT.mkv.',
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
/** SeekHead, Info, Tracks, Cluster, Cues, Chapters, Attachments, Tags; also another segment. */
const IN_SEGMENT = new Set([
  ...[0x114d9b74, 0x1549a966, 0x1654ae6b, 0x1f43b675, 0x1c53bb6b, 0x1043a770, 0x1941a469],
  ...[0x1254c367, ...AT_TOP],
]);

interface ElementHeader {
  readonly id: number;
  /** Bytes of its data; null if unknown. */
  readonly size: number | null;
  readonly headerBytes: number;
}

/** Null if there are too few bytes, or they do not start an element. */
function readHeader(bytes: Uint8Array): ElementHeader | null {
  const idBytes = Math.clz32(bytes[0] ?? 0) - 24 + 1;
  const sizeBytes = Math.clz32(bytes[idBytes] ?? 0) - 24 + 1;
  const headerBytes = idBytes + sizeBytes;
  if (idBytes > 4 || sizeBytes > 8 || headerBytes > bytes.length) return null;
  const id = bigEndian(bytes.subarray(0, idBytes));
  // The highest set bit gives the length of the size and is not part of it; all ones means unknown.
  const highest = 2 ** (8 - sizeBytes) - 1;
  const digits = bytes.slice(idBytes, headerBytes);
  digits[0] = (digits[0] ?? 0) & highest;
  const unknown = digits.every((byte, index) => byte === (index === 0 ? highest : 0xff));
  return { id, size: unknown ? null : bigEndian(digits), headerBytes };
}

function bigEndian(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}
