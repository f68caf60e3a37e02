import type { ObjectBits } from '../../hevc/objectBits.ts';
import type { VideoBlocks } from '../../hevc/videoBlocks.ts';
import type { FrameStage, Stage } from '../graph/stage.ts';
import { type BlockFigures, blockFiguresStage, type CodedVideo } from './blockFigures.ts';
import type { OpenSequence } from './read.ts';

/** How many bits of a video the annotated objects got; frames without annotation have none. */
export function objectBitsStage(
  read: Stage<OpenSequence>,
  video: CodedVideo,
  blocks: Pick<VideoBlocks, 'objectBits'>,
): FrameStage<BlockFigures<ObjectBits>> {
  const inputs = [{ stage: read, need: 'frame' }] as const;
  return blockFiguresStage('object-bits', video, inputs, (stream, index, { outputOf }) => {
    const { truth } = outputOf(read);
    return truth.annotated[index] ? blocks.objectBits(stream, index, truth.maps) : null;
  });
}
