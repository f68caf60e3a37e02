import type { FrameSize } from '../sequence/frames.ts';
import { ByteReader } from './byteReader.ts';
import { REFRESH_MARK, type RefreshHeader, readRefreshHeader } from './refreshHeader.ts';

/**
 * Coded label maps, one packet per frame. A packet is either a refresh, where a decoder can start,
 * or depends on the packets before it. An empty packet means an unchanged map.
 */
export interface MaskStream {
  readonly packets: readonly Uint8Array[];
}

export interface MaskStreamSettings {
  /** 0 to 100, or `lossless`. */
  readonly quality: number | 'lossless';
  /** One coded label covers scale×scale pixels; `auto` tries all three. Lossless uses 1. */
  readonly scale: 1 | 2 | 3 | 'auto';
  /** Number of maps from one refresh to the next; 0 to refresh only at the first map. */
  readonly refresh: number;
}

export const MASK_QUALITY_RANGE = { min: 0, max: 100, default: 43 };

export const DEFAULT_MASK_STREAM_SETTINGS: MaskStreamSettings = {
  quality: MASK_QUALITY_RANGE.default,
  scale: 'auto',
  refresh: 0,
};

/** Label maps to encode: ids 0 to 255, [height, width] each, all of one size. */
export interface MapSource {
  readonly size: FrameSize;
  readonly count: number;
  readonly map: (index: number) => Uint8Array;
}

/**
 * P(bit = 1) in 1/65536 of the first bit of every packet that is not a refresh. The bit is always
 * 1, so the first byte is never 0xff.
 */
export const NO_REFRESH = 65024;

export function isRefresh(packet: Uint8Array): boolean {
  return packet[0] === REFRESH_MARK;
}

/** Bits of a stream per pixel of its maps. */
export function maskBitsPerPixel({ packets }: MaskStream, { width, height }: FrameSize): number {
  const bytes = packets.reduce((sum, packet) => sum + packet.length, 0);
  return packets.length === 0 ? 0 : (bytes * 8) / (packets.length * width * height);
}

/**
 * The first valid refresh header of a stream.
 *
 * @returns null if there is none
 * @throws Problem when the stream has a newer version
 */
export function firstHeader({ packets }: MaskStream): RefreshHeader | null {
  for (const packet of packets) {
    if (!isRefresh(packet)) continue;
    try {
      const header = readRefreshHeader(new ByteReader(packet));
      if (header) return header;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return null;
}
