import type { FrameSize } from '../sequence/frames.ts';
import { BlockMeter, type ExplainedBlock } from './blockMeter.ts';
import { DamageLog, MaskStreamDecoder } from './decodeMaskStream.ts';

/** What a packet contains. */
export interface ExplainedMap {
  readonly bytes: number;
  /** True for an intra map, which has no blocks. */
  readonly isRefresh: boolean;
  readonly blocks: readonly ExplainedBlock[];
}

/**
 * Decodes a stream and reports, for each map, how its bits were spent.
 *
 * @param packets null for a missing packet
 * @returns null for each map that cannot be decoded
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
