import type { FrameSize } from '../sequence/frames.ts';
import { ByteReader } from './byteReader.ts';
import { REFRESH_MARK, type RefreshHeader, readRefreshHeader } from './refreshHeader.ts';

/**
 * Coded label maps, one packet for each, in the order of the frames. A packet either is a refresh,
 * where a decoder can start, or builds on those before it; an empty one says that nothing changed.
 */
export interface MaskStream {
  readonly packets: readonly Uint8Array[];
}

/** How maps are to be coded. */
export interface MaskStreamSettings {
  /** 0 to 100, or `lossless`: every id comes back as it was. */
  readonly quality: number | 'lossless';
  /** Pixels a side for which one coded label stands; `auto` tries which is best. Lossless is 1. */
  readonly scale: 1 | 2 | 3 | 'auto';
  /** A refresh every so many maps, for random access; 0 for the first map alone. */
  readonly refresh: number;
}

export const MASK_QUALITY_RANGE = { min: 0, max: 100, default: 43 };

export const DEFAULT_MASK_STREAM_SETTINGS: MaskStreamSettings = {
  quality: MASK_QUALITY_RANGE.default,
  scale: 'auto',
  refresh: 0,
};

/** Label maps to be coded: of one size, ids 0 to 255, [height, width] each. */
export interface MapSource {
  readonly size: FrameSize;
  readonly count: number;
  readonly map: (index: number) => Uint8Array;
}

/** P(bit = 1) of the first bit of every packet that is no refresh, always 1: it keeps 0xff free. */
export const NO_REFRESH = 65024;

export function isRefresh(packet: Uint8Array): boolean {
  return packet[0] === REFRESH_MARK;
}

/** Bits of a stream's packets per pixel of its maps. */
export function maskBitsPerPixel({ packets }: MaskStream, { width, height }: FrameSize): number {
  const bytes = packets.reduce((sum, packet) => sum + packet.length, 0);
  return packets.length === 0 ? 0 : (bytes * 8) / (packets.length * width * height);
}

/**
 * The first refresh's header: size and ids of the maps.
 *
 * @returns null where there is none that can be read
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
