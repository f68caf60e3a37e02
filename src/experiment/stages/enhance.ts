import type { Packet } from '../../codec/encodedVideo.ts';
import { allocateFrames } from '../../sequence/frames.ts';
import { type LabelMaps, labelMap, VOID_ID } from '../../sequence/labelMaps.ts';
import type { FrameStage, Stage, Task } from '../graph/stage.ts';
import type { Workers } from '../workers.ts';
import { networksId, type PreparedNetworks } from './networksId.ts';
import type { OpenSequence } from './read.ts';
import type { WithFrames, WithMaps } from './vos.ts';

/** How the decoded frames were coded. */
interface CodedPictures {
  /** The CRF of the video, or the one to assume if the video does not say. */
  readonly crf: number;
  /** The packets of the video, one for each frame. */
  readonly packetsOf: (task: Task) => readonly Packet[];
  /** The stage that makes the packets. */
  readonly video: Stage;
}

/**
 * Enhances decoded frames. Masks guide the enhancer: those of the same frame if there are coded
 * masks; otherwise only the annotation, on frame 0. Guiding it with the masks of VOS on earlier
 * frames would reinforce the mistakes of VOS (figures: `models/enhancer/README.md`).
 *
 * @param guide the refined masks; null if masks come from VOS on the enhanced frames
 */
export function enhanceStage(
  read: Stage<OpenSequence>,
  decoded: Stage<WithFrames>,
  { crf, packetsOf, video }: CodedPictures,
  guide: Stage<WithMaps> | null,
  prepared: PreparedNetworks,
  { networks }: Pick<Workers, 'networks'>,
): FrameStage<WithFrames> {
  return {
    shape: 'frames',
    id: `enhance(${crf} ${networksId(prepared)} ${decoded.id} ${guide?.id ?? 'unguided'})`,
    kind: 'enhance',
    lane: 'networks',
    inputs: [
      { stage: prepared.stage, need: 'all' },
      { stage: read, need: 'frame' },
      { stage: video, need: 'all' },
      // The enhancer also looks at neighbouring frames.
      { stage: decoded, need: 'all' },
      ...(guide ? [{ stage: guide, need: 'frame' } as const] : []),
    ],
    frames: decoded.frames,
    inOrder: false,
    bytes: ({ frames }) => frames.buffer.byteLength,
    open(task) {
      const pictures = task.outputOf(decoded).frames;
      const frames = allocateFrames(pictures.size, pictures.count);
      const coding = { crf, packets: packetsOf(task) };
      return {
        output: { frames },
        async fill(index, { outputOf }) {
          const maps = guide ? outputOf(guide).maps : annotationOf(outputOf(read), index);
          const { seconds } = await networks.run((api) =>
            api.enhance(pictures, index, coding, maps && { maps, index }, frames),
          );
          return seconds;
        },
      };
    },
  };
}

/** The annotation of the first frame, with void as background; null for other frames. */
function annotationOf({ truth }: OpenSequence, index: number): LabelMaps | null {
  if (index > 0) return null;
  const { size } = truth.maps;
  const buffer = new SharedArrayBuffer(size.width * size.height);
  const maps: LabelMaps = { size, count: 1, buffer };
  labelMap(maps, 0).set(labelMap(truth.maps, 0).map((id) => (id === VOID_ID ? 0 : id)));
  return maps;
}
