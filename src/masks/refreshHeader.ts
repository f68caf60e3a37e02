import { Problem } from '../problem.ts';
import type { FrameSize } from '../sequence/frames.ts';
import { type ByteReader, uint32Bytes, varintBytes } from './byteReader.ts';
import { crc32 } from './crc32.ts';

/** The only version that this code writes and reads. */
export const MASK_STREAM_VERSION = 1;

/** The first byte of a refresh; no other packet begins with it. */
export const REFRESH_MARK = 0xff;

/**
 * Limits on the size of maps, so that a damaged header cannot make a decoder allocate gigabytes or
 * compute for minutes: the largest frames of video in 4K, and their longest side.
 */
const MOST_PIXELS = 4096 * 2304;
const LONGEST_SIDE = 2 ** 14;

/** Describes the maps up to the next refresh. */
export interface RefreshHeader {
  /** Size of the full maps. */
  readonly size: FrameSize;
  /** One coded label covers scale×scale pixels, 1 to 3. */
  readonly scale: number;
  /** The object id of each label, ascending; the first is 0, the background. */
  readonly ids: readonly number[];
  /** Number of maps up to the next refresh, including this one. */
  readonly count: number;
  /** CRC-32 of the coded labels of all these maps. */
  readonly checksum: number;
}

/** Writes a header, from its mark to its checksum. README.md describes the fields. */
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
 * Reads a header and moves the reader past it.
 *
 * @returns null if it is damaged
 * @throws Problem when its version is newer, TruncatedError when the data ends too early
 */
export function readRefreshHeader(reader: ByteReader): RefreshHeader | null {
  const start = reader.position;
  if (reader.byte() !== REFRESH_MARK) return null;
  const version = reader.byte();
  if (version !== MASK_STREAM_VERSION) {
    // The position of the checksum depends on the version, so it cannot rule out a bit error here.
    // A small version number is likely to be a real one.
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
    `The mask stream has version ${version}; this Maskscope reads version ${MASK_STREAM_VERSION}.`,
    'Open it with a newer Maskscope.',
  );
}
