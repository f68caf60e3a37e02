import { proxy } from 'comlink';
import type { EncodedVideo } from '../../codec/encodedVideo.ts';
import { carriedMaskBits } from '../../codec/maskGroups.ts';
import type { EncodedMasks } from '../../masks/masksApi.ts';
import type { WholeStage } from '../graph/stage.ts';
import { findTargetCrf, type TargetRate, type TriedRate } from '../targetRate.ts';
import type { Workers } from '../workers.ts';
import { encodeStage } from './encode.ts';
import { bytesOf } from './importedBits.ts';
import type { OpenSequence } from './read.ts';

/** The rate that a column is to have. */
export type WantedRate =
  /** A share of the bits of another video. */
  { readonly share: number; readonly of: WholeStage<EncodedVideo> } | { readonly bpp: number };

/** A search that has not ended has no CRF yet. */
export interface CrfSearch {
  readonly tried: readonly TriedRate[];
  readonly found: TargetRate | null;
}

/**
 * Finds the CRF at which a video, with its masks, has the wanted rate. The encodings that it tries
 * are remembered.
 *
 * @param masks the mask stream that the video carries; null if none
 */
export function findCrfStage(
  read: WholeStage<OpenSequence>,
  wanted: WantedRate,
  keyint: number,
  masks: WholeStage<EncodedMasks> | null,
  workers: Pick<Workers, 'codec'>,
): WholeStage<CrfSearch> {
  const rate = 'bpp' in wanted ? `${wanted.bpp} bpp` : `${wanted.share} ${wanted.of.id}`;
  const encodeAt = (crf: number) => encodeStage(read, { crf, keyint }, workers);
  return {
    shape: 'whole',
    id: `find-crf(${rate} ${keyint} ${masks?.id ?? 'no masks'} ${read.id})`,
    kind: 'find-crf',
    lane: 'codec',
    inputs: [
      { stage: read, need: 'all' },
      ...(masks ? [{ stage: masks, need: 'all' } as const] : []),
      ...('of' in wanted ? [{ stage: wanted.of, need: 'all' } as const] : []),
    ],
    frames: read.frames,
    bytes: () => 0,
    async make({ outputOf, progress, publish, remember, remembered, signal }) {
      const { frames } = outputOf(read);
      const pixels = frames.count * frames.size.width * frames.size.height;
      const maskPackets = masks ? outputOf(masks).packets : [];
      const bitsOf = ({ packets }: EncodedVideo) =>
        8 * bytesOf(packets) + (masks ? carriedMaskBits(packets, maskPackets) : 0);
      const target =
        'bpp' in wanted
          ? wanted.bpp
          : (wanted.share * 8 * bytesOf(outputOf(wanted.of).packets)) / pixels;
      const tried: TriedRate[] = [];
      const found = await findTargetCrf(target, async (crf) => {
        const stage = encodeAt(crf);
        let video = remembered(stage);
        if (!video) {
          const onProgress = proxy((done: number) => progress(done));
          video = await workers.codec.run(
            (api) => api.encode(frames, { crf, keyint }, onProgress),
            signal,
          );
          remember(stage, video);
        }
        const bpp = bitsOf(video) / pixels;
        tried.push({ crf, bpp });
        publish({ tried: [...tried], found: null }, 0);
        return bpp;
      });
      return { tried: found.tried, found };
    },
  };
}
