import type { FrameSize } from '../sequence/frames.ts';
import { BlockMeter, type ExplainedBlock } from './blockMeter.ts';
import { DamageLog, MaskStreamDecoder } from './decodeMaskStream.ts';

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
  const log = new DamageLog();
  const maps = packets.map((packet): ExplainedMap => {
    meter.begin();
    log.note(decoder.decode(packet), decoder);
    const bytes = packet?.length ?? 0;
    return { bytes, isRefresh: meter.isIntra, blocks: meter.blocks(size) };
  });
  return maps.map((map, index) => (log.damage[index] === null ? map : null));
}
