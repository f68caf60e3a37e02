import type { FrameSize } from '../sequence/frames.ts';
import { BlockMeter, type ExplainedBlock } from './blockMeter.ts';
import { MaskStreamDecoder } from './decodeMaskStream.ts';

/** What a packet says, for people. */
export interface ExplainedMap {
  readonly bytes: number;
  /** True for a map that needs no other: it has no blocks. */
  readonly isRefresh: boolean;
  readonly blocks: readonly ExplainedBlock[];
}

/**
 * Decodes a stream once more and says, map by map, where its bits went.
 *
 * @param packets null where one is missing
 * @returns null for maps that cannot be decoded
 */
export function explainMaskStream(
  packets: readonly (Uint8Array | null)[],
  size: FrameSize,
): (ExplainedMap | null)[] {
  const meter = new BlockMeter();
  const decoder = new MaskStreamDecoder(size, meter);
  return packets.map((packet) => {
    meter.begin();
    const map = decoder.decode(packet);
    if (!packet || !map || map.damage !== null) return null;
    return { bytes: packet.length, isRefresh: meter.isIntra, blocks: meter.blocks(size) };
  });
}
