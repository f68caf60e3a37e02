import { encodedCrf } from '../../codec/encodedVideo.ts';
import type { Coding } from '../../networks/networksApi.ts';
import { allocateFrames, type Frames } from '../../sequence/frames.ts';
import { allocateLabelMaps, type LabelMaps } from '../../sequence/labelMaps.ts';
import type { CodedMasks } from '../experimentState.ts';
import type { Workers } from '../workers.ts';
import { ColumnVos } from './columnVos.ts';
import type { CodecOutput } from './encodeAndDecode.ts';
import { FilledColumn, mapsFromFirst } from './filledColumn.ts';
import type { OpenSequence } from './openSequence.ts';

interface OursOptions {
  readonly sequence: OpenSequence;
  readonly compressed: CodecOutput;
  readonly provider: FilledColumn['provider'];
  /** CRF for the enhancer if the video does not contain its own. */
  readonly configuredCrf: number;
}

/**
 * Ours with coded masks: the decoded masks are refined with the decoded frame and then guide the
 * enhancer. No VOS runs at the decoder.
 */
export function oursByCodedMasks(masks: CodedMasks, options: OursOptions): FilledColumn {
  const { frames: decoded } = options.compressed;
  const maps = allocateLabelMaps(decoded.size, decoded.count);
  const enhancer = new ColumnEnhancer(options);
  const column = new FilledColumn({
    ...columnOf(options, enhancer),
    maps,
    vos: null,
    fill: async (index, workers) => {
      const { seconds } = await workers.networks.run((api) =>
        api.refineMasks(
          masks.maps,
          decoded,
          index,
          { scale: masks.scale, crf: enhancer.crf },
          maps,
        ),
      );
      const enhance = await enhancer.enhance(index, { maps, index }, workers);
      return { maskRefine: seconds, enhance };
    },
    notes: [...enhancer.notes, ...masks.notes],
  });
  const { vos, encode, decode } = masks.seconds;
  column.setSeconds({ vos, maskEncode: encode, maskDecode: decode });
  return column;
}

/**
 * Ours without a mask stream: each decoded frame is enhanced and then segmented. Only on frame 0 is
 * the enhancer guided, by the annotation. Guiding it with the masks of VOS on earlier frames would
 * reinforce the mistakes of VOS (figures: `models/enhancer/README.md`).
 */
export function oursByVos(options: OursOptions): FilledColumn {
  const enhancer = new ColumnEnhancer(options);
  const maps = mapsFromFirst(options.sequence, enhancer.frames);
  const vos = new ColumnVos(options.sequence, enhancer.frames, maps);
  return new FilledColumn({
    ...columnOf(options, enhancer),
    maps,
    vos,
    fill: async (index, workers) => {
      const guide = index === 0 ? { maps, index } : null;
      const enhance = await enhancer.enhance(index, guide, workers);
      return { enhance, vos: await vos.segment(index, workers) };
    },
    notes: enhancer.notes,
  });
}

function columnOf({ sequence, provider }: OursOptions, { frames }: ColumnEnhancer) {
  return { name: 'ours', sequence, provider, frames, makesFrames: true } as const;
}

/** Enhances the decoded frames of one video. */
class ColumnEnhancer {
  readonly frames: Frames;
  readonly notes: readonly string[];
  private readonly decoded: Frames;
  private readonly coding: Coding;

  /** CRF of the video, or the configured one if the video does not contain it. */
  get crf(): number {
    return this.coding.crf;
  }

  constructor({ compressed: { video, frames }, configuredCrf }: OursOptions) {
    const videoCrf = encodedCrf(video);
    this.decoded = frames;
    this.frames = allocateFrames(frames.size, frames.count);
    this.coding = { crf: videoCrf ?? configuredCrf, packets: video.packets };
    this.notes =
      videoCrf === null
        ? [
            `${video.title} does not contain its CRF. The enhancer used the CRF chosen here, ${this.coding.crf}.`,
          ]
        : [];
  }

  /**
   * Enhances frame `index`.
   *
   * @returns seconds
   */
  async enhance(
    index: number,
    guide: { readonly maps: LabelMaps; readonly index: number } | null,
    { networks }: Workers,
  ): Promise<number> {
    const { decoded, coding, frames } = this;
    const { seconds } = await networks.run((api) =>
      api.enhance(decoded, index, coding, guide, frames),
    );
    return seconds;
  }
}
