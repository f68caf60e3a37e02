import { encodedCrf } from '../codec/encodedVideo.ts';
import { allocateFrames } from '../sequence/frames.ts';
import type { Coded } from './encodeAndDecode.ts';
import type { OpenSequence } from './openSequence.ts';
import type { Threads } from './threads.ts';
import { VosColumn } from './vosColumn.ts';

/**
 * Ours, by VOS on enhanced frames: each decoded frame is enhanced, guided by the label map of the
 * frame before it (causal and free of cost), and then segmented.
 *
 * @param configuredCrf what the enhancer is told where the video does not say its own CRF
 */
export function oursColumn(
  sequence: OpenSequence,
  { video, frames: decoded }: Coded,
  provider: VosColumn['provider'],
  configuredCrf: number,
  { networks }: Threads,
): VosColumn {
  const enhanced = allocateFrames(decoded.size, decoded.count);
  const videoCrf = encodedCrf(video);
  const crf = videoCrf ?? configuredCrf;
  const column: VosColumn = new VosColumn({
    name: 'ours',
    sequence,
    frames: enhanced,
    provider,
    notes:
      videoCrf === null
        ? [
            `${video.title} does not say its CRF. The enhancer was told the one chosen here, ${crf}.`,
          ]
        : [],
    makeFrame: (index) => {
      const guide = { maps: column.maps, index: Math.max(0, index - 1) };
      return networks.run((api) => api.enhance(decoded, index, crf, guide, enhanced));
    },
  });
  return column;
}
