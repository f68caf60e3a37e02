import type { VideoStream } from '../../codec/encodedVideo.ts';
import type { Measured } from '../../hevc/blocksApi.ts';
import { asFault } from '../blockNotes.ts';
import type { FrameStage, Stage, StageInput, Task } from '../graph/stage.ts';
import { twice } from './twice.ts';

/** Figures that need the blocks of a video: one for each frame, or why it has none. */
export interface BlockFigures<Figure> {
  readonly figures: (Figure | null)[];
  /** Ends of sentences; null for a frame with a figure, and for one that needs none. */
  readonly faults: (string | null)[];
}

/** The stage that makes a column's HEVC video. */
export interface CodedVideo {
  readonly stage: Stage;
  readonly videoOf: (task: Pick<Task, 'outputOf'>) => VideoStream;
}

/**
 * Measures a video's blocks frame by frame. What cannot be read does not fail the column, whose
 * pictures and masks do not depend on it: such a frame has no figure, and says why.
 *
 * @param name of the stage; with the inputs its identity
 * @param measure null for a frame that has nothing to measure
 */
export function blockFiguresStage<Figure>(
  name: string,
  video: CodedVideo,
  inputs: readonly StageInput[],
  measure: (video: VideoStream, index: number, task: Task) => Promise<Measured<Figure>> | null,
): FrameStage<BlockFigures<Figure>> {
  const frames = video.stage.frames;
  const ids = [video.stage, ...inputs.map(({ stage }) => stage)].map(({ id }) => id);
  return {
    shape: 'frames',
    id: `${name}(${ids.join(' ')})`,
    kind: 'blocks',
    lane: 'blocks',
    inputs: [{ stage: video.stage, need: 'all' }, ...inputs],
    frames,
    inOrder: false,
    bytes: () => 0,
    open(opening) {
      const stream = video.videoOf(opening);
      const output: BlockFigures<Figure> = {
        figures: new Array<Figure | null>(frames).fill(null),
        faults: new Array<string | null>(frames).fill(null),
      };
      return {
        output,
        async fill(index, task) {
          const measured = await twice(async () => measure(stream, index, task)).catch(asFault);
          output.figures[index] = measured?.figure ?? null;
          output.faults[index] = measured?.fault ?? null;
          return 0;
        },
      };
    },
  };
}
