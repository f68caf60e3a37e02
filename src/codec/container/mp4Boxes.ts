/** A box of an MP4 or QuickTime file (ISO/IEC 14496-12, 4.2). */
export interface Box {
  readonly type: string;
  /** Its content, without its header. */
  readonly body: DataView;
}

export interface BoxHeader {
  readonly type: string;
  readonly headerBytes: number;
  /** All bytes of the box; null for "up to the end of the file". */
  readonly bytes: number | null;
}

/** Longest header that {@link boxHeader} reads. */
export const MOST_HEADER_BYTES = 16;

/** Null if there are too few bytes, or they do not start a box. */
export function boxHeader(view: DataView, at = 0): BoxHeader | null {
  if (at + 8 > view.byteLength) return null;
  const short = view.getUint32(at);
  const letters = [4, 5, 6, 7].map((index) => view.getUint8(at + index));
  // Printable letters, and the © of QuickTime's user data.
  if (!letters.every((letter) => (letter >= 0x20 && letter < 0x7f) || letter === 0xa9)) return null;
  const type = String.fromCharCode(...letters);
  if (short === 0) return { type, headerBytes: 8, bytes: null };
  if (short !== 1) return short < 8 ? null : { type, headerBytes: 8, bytes: short };
  if (at + 16 > view.byteLength) return null;
  const bytes = Number(view.getBigUint64(at + 8));
  return bytes < 16 ? null : { type, headerBytes: 16, bytes };
}

/**
 * The consecutive boxes inside a box.
 *
 * @returns null if they do not fill it; QuickTime may end a list with four zero bytes
 */
export function boxesIn(body: DataView): Box[] | null {
  const boxes: Box[] = [];
  let at = 0;
  while (at < body.byteLength) {
    const rest = body.byteLength - at;
    if (rest < 8) return rest === 4 && body.getUint32(at) === 0 ? boxes : null;
    const header = boxHeader(body, at);
    if (!header || (header.bytes ?? rest) > rest) return null;
    const { type, headerBytes, bytes } = header;
    const length = bytes ?? rest;
    const start = body.byteOffset + at + headerBytes;
    boxes.push({ type, body: new DataView(body.buffer, start, length - headerBytes) });
    at += length;
  }
  return boxes;
}
