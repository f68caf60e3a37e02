import { Problem } from '../problem.ts';
import type { FrameSize } from '../sequence/frames.ts';
import { type ByteReader, uint32Bytes, varintBytes } from './byteReader.ts';
import { crc32 } from './crc32.ts';

/** The version that this code writes; it reads this one only. */
export const MASK_STREAM_VERSION = 1;

/** The first byte of a packet with a refresh; no other packet begins with it. */
export const REFRESH_MARK = 0xff;

/** What a decoder must be ready to hold: a damaged header must not make it reserve gigabytes. */
const MOST_PIXELS = 2 ** 25;
const LONGEST_SIDE = 2 ** 14;

/** What a refresh says about the maps up to the next. */
export interface RefreshHeader {
  /** Of the full maps. */
  readonly size: FrameSize;
  /** Pixels a side for which one coded label stands, 1 to 3. */
  readonly scale: number;
  /** The object id of each label, ascending; the first is 0, the background. */
  readonly ids: readonly number[];
  /** Maps up to the next refresh, this one included. */
  readonly count: number;
  /** CRC-32 of the coded labels of all these maps. */
  readonly checksum: number;
}

/** The bytes of a header, mark first and its own checksum last: README.md has every field. */
export function writeRefreshHeader(header: RefreshHeader): Uint8Array {
  const { size, scale, ids, count, checksum } = header;
  const bytes = [
    REFRESH_MARK,
    MASK_STREAM_VERSION,
    ...varintBytes(size.width),
    ...varintBytes(size.height),
    scale,
    ids.length - 1,
    ...ids.slice(1),
    ...varintBytes(count),
    ...uint32Bytes(checksum),
  ];
  const own = crc32(Uint8Array.from(bytes)) & 0xffff;
  return Uint8Array.from([...bytes, own >>> 8, own & 255]);
}

/**
 * Reads a header; the reader stands behind it then.
 *
 * @returns null where it is damaged
 * @throws Problem when a newer version wrote it, TruncatedError
 */
export function readRefreshHeader(reader: ByteReader): RefreshHeader | null {
  const start = reader.position;
  if (reader.byte() !== REFRESH_MARK) return null;
  const version = reader.byte();
  if (version !== MASK_STREAM_VERSION) {
    // A flipped bit looks like a version too: only one that is whole by its checksum would be sure,
    // and where that stands only that version knows.
    if (version > MASK_STREAM_VERSION && version < 16) throw newerVersion(version);
    return null;
  }
  const width = reader.varint();
  const height = reader.varint();
  const scale = reader.byte();
  const ids = [0, ...reader.take(reader.byte())];
  const count = reader.varint();
  const checksum = reader.uint32();
  const own = crc32(reader.bytes.subarray(start, reader.position)) & 0xffff;
  if (((reader.byte() << 8) | reader.byte()) !== own) return null;
  const isPossible =
    width > 0 &&
    height > 0 &&
    Math.max(width, height) <= LONGEST_SIDE &&
    width * height <= MOST_PIXELS &&
    scale >= 1 &&
    scale <= 3 &&
    count > 0 &&
    ids.every((id, index) => index === 0 || id > (ids[index - 1] as number));
  return isPossible ? { size: { width, height }, scale, ids, count, checksum } : null;
}

export function newerVersion(version: number): Problem {
  return new Problem(
    `The mask stream is of version ${version}; this Maskscope reads version ${MASK_STREAM_VERSION}.`,
    'Open it with a newer Maskscope.',
  );
}
