import type { MaskErrors } from '../../hevc/maskErrors.ts';
import type { VideoBlocks } from '../../hevc/videoBlocks.ts';
import type { FrameStage, Stage } from '../graph/stage.ts';
import { type BlockFigures, blockFiguresStage, type CodedVideo } from './blockFigures.ts';
import type { WithMaps } from './vos.ts';

/**
 * Where masks on a coded video differ from those on the originals, by kind of block. The first
 * frame's are the annotation in both, so that it is not counted.
 *
 * @param originals masks of the same network on the originals
 */
export function maskErrorsStage(
  masks: Stage<WithMaps>,
  originals: Stage<WithMaps>,
  video: CodedVideo,
  blocks: Pick<VideoBlocks, 'maskErrors'>,
): FrameStage<BlockFigures<MaskErrors>> {
  const inputs = [
    { stage: masks, need: 'frame' },
    { stage: originals, need: 'frame' },
  ] as const;
  return blockFiguresStage('mask-errors', video, inputs, (stream, index, { outputOf }) => {
    if (index === 0) return null;
    return blocks.maskErrors(stream, index, outputOf(masks).maps, outputOf(originals).maps);
  });
}
