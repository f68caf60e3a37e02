import { allocateFrames, type Frames } from '../sequence/frames.ts';
import type { OpenSequence } from './openSequence.ts';
import type { Threads } from './threads.ts';
import { VosColumn } from './vosColumn.ts';

/**
 * Ours, by VOS on enhanced frames: each decoded frame is enhanced, guided by the label map of the
 * frame before it (causal and free of cost), and then segmented.
 */
export function oursColumn(
  sequence: OpenSequence,
  decoded: Frames,
  provider: VosColumn['provider'],
  crf: number,
  { networks }: Threads,
): VosColumn {
  const enhanced = allocateFrames(decoded.size, decoded.count);
  const column: VosColumn = new VosColumn({
    name: 'ours',
    sequence,
    frames: enhanced,
    provider,
    makeFrame: (index) => {
      const guide = { maps: column.maps, index: Math.max(0, index - 1) };
      return networks.run((api) => api.enhance(decoded, index, crf, guide, enhanced));
    },
  });
  return column;
}
