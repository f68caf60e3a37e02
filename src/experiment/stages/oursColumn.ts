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
  /** What the enhancer is told where the video does not say its own CRF. */
  readonly configuredCrf: number;
}

/**
 * Ours, the experiment's method: the masks come out of the mask stream and are refined by what the
 * decoded frame shows; they then guide the enhancer. There is no VOS at the decoder.
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
 * Ours without a mask stream: each decoded frame is enhanced and then segmented. The given mask
 * guides the enhancer on frame 0, nothing on the others: VOS would follow its own mistakes if what it
 * found in one frame guided the next (`models/enhancer/README.md` has figures).
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

/** The enhancer on the decoded frames of one video. */
class ColumnEnhancer {
  readonly frames: Frames;
  readonly notes: readonly string[];
  private readonly decoded: Frames;
  private readonly coding: Coding;

  /** Of the video, or the configured one where it does not say. */
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
            `${video.title} does not say its CRF. The enhancer was told the one chosen here, ${this.coding.crf}.`,
          ]
        : [];
  }

  /** Makes frame `index` and returns the seconds it took. */
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
