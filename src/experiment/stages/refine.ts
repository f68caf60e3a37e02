import { allocateLabelMaps } from '../../sequence/labelMaps.ts';
import type { FrameStage, Stage } from '../graph/stage.ts';
import type { Workers } from '../workers.ts';
import type { DecodedMaskStream } from './decodeMasks.ts';
import { networksId, type PreparedNetworks } from './networksId.ts';
import type { WithFrames, WithMaps } from './vos.ts';

/** Moves the contours of decoded masks to those in the decoded frames. */
export function refineStage(
  masks: Stage<DecodedMaskStream>,
  decoded: Stage<WithFrames>,
  crf: number,
  prepared: PreparedNetworks,
  { networks }: Pick<Workers, 'networks'>,
): FrameStage<WithMaps> {
  return {
    shape: 'frames',
    id: `refine(${crf} ${networksId(prepared)} ${masks.id} ${decoded.id})`,
    kind: 'refine',
    lane: 'networks',
    inputs: [
      { stage: prepared.stage, need: 'all' },
      { stage: masks, need: 'all' },
      { stage: decoded, need: 'frame' },
    ],
    frames: masks.frames,
    inOrder: false,
    bytes: ({ maps }) => maps.buffer.byteLength,
    open({ outputOf }) {
      const { frames } = outputOf(decoded);
      const { maps: coded, scale } = outputOf(masks);
      const maps = allocateLabelMaps(frames.size, frames.count);
      return {
        output: { maps },
        async fill(index) {
          const { seconds } = await networks.run((api) =>
            api.refineMasks(coded, frames, index, { scale, crf }, maps),
          );
          return seconds;
        },
      };
    },
  };
}
