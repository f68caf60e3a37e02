import type { VosNetworkName } from '../../networks/vosNetworks.ts';
import type { Frames } from '../../sequence/frames.ts';
import { allocateLabelMaps, type LabelMaps, labelMap, VOID_ID } from '../../sequence/labelMaps.ts';
import type { FrameStage, Stage, WholeStage } from '../graph/stage.ts';
import type { Workers } from '../workers.ts';
import { networksId, type PreparedNetworks } from './networksId.ts';
import type { OpenSequence } from './read.ts';

/** A result with frames. */
export interface WithFrames {
  readonly frames: Frames;
  /** How they differ from the samples of a user's file, for the user. */
  readonly notes?: readonly string[] | undefined;
}

/** A result with label maps. */
export interface WithMaps {
  readonly maps: LabelMaps;
}

/**
 * Segments frames in order, from the annotation of the first. Objects that appear later are
 * introduced by the annotations of their first frames.
 *
 * @param pictures the frames to segment
 */
export function vosStage(
  read: WholeStage<OpenSequence>,
  pictures: Stage<WithFrames>,
  network: VosNetworkName,
  prepared: PreparedNetworks,
  { networks }: Pick<Workers, 'networks'>,
): FrameStage<WithMaps> {
  return {
    shape: 'frames',
    id: `vos(${network} ${networksId(prepared)} ${pictures.id})`,
    kind: 'vos',
    lane: 'networks',
    inputs: [
      { stage: prepared.stage, need: 'all' },
      // The truth is there with the first frame.
      { stage: read, need: 'frame' },
      { stage: pictures, need: 'frame' },
    ],
    frames: read.frames,
    inOrder: true,
    inWorker: true,
    bytes: ({ maps }) => maps.buffer.byteLength,
    open({ outputOf }) {
      const sequence = outputOf(read);
      const { frames } = outputOf(pictures);
      const maps = mapsFromFirst(sequence);
      let run: number | null = null;
      return {
        output: { maps },
        async fill(index) {
          if (run === null) {
            run = await begin(sequence, frames);
            return 0;
          }
          return segment(run, index, outputOf(read), frames, maps);
        },
        async close() {
          const open = run;
          run = null;
          if (open !== null) await networks.run((api) => api.endVos(open));
        },
      };
    },
  };

  function begin({ truth, appearances }: OpenSequence, frames: Frames): Promise<number> {
    const firstIds = appearances[0] ?? [];
    return networks.run((api) => api.beginVos(network, frames, 0, truth.maps, firstIds));
  }

  /** @returns seconds */
  async function segment(
    run: number,
    index: number,
    { truth, appearances }: OpenSequence,
    frames: Frames,
    maps: LabelMaps,
  ): Promise<number> {
    const segmented = await networks.run((api) => api.segment(run, frames, index, maps));
    const newIds = appearances[index] ?? [];
    if (newIds.length === 0) return segmented.seconds;
    const introduced = await networks.run((api) =>
      api.introduceObjects(run, frames, index, truth.maps, newIds, maps),
    );
    return segmented.seconds + introduced.seconds;
  }
}

/** Label maps for VOS: the first is the sequence's annotation, with void as background. */
function mapsFromFirst({ truth, frames }: OpenSequence): LabelMaps {
  const maps = allocateLabelMaps(frames.size, frames.count);
  labelMap(maps, 0).set(labelMap(truth.maps, 0).map((id) => (id === VOID_ID ? 0 : id)));
  return maps;
}
