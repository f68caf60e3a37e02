import type { Tensor } from 'onnxruntime-web';
import type { Packet } from '../../codec/encodedVideo.ts';
import { type FramePlanes, type Frames, framePlanes } from '../../sequence/frames.ts';
import type { Coding } from '../networksApi.ts';
import type { PlanesNetwork } from '../runtime/sessions.ts';
import { neighboursOf } from './enhancerNeighbours.ts';
import { ENHANCER_PLANES, foregroundMask, packPlanes } from './enhancerPlanes.ts';

/** A decoded frame and its neighbours, each with its packet's bits per luma sample. */
export type EnhancerPictures = Readonly<Record<PictureInput, EnhancerPicture>>;

export interface EnhancerPicture {
  readonly planes: FramePlanes;
  readonly bitsPerPixel: number;
}

type PictureInput = (typeof PICTURE_INPUTS)[number];

/** The graph's picture inputs, in the order of the sizes in its `packets` input. */
const PICTURE_INPUTS = ['planes', 'following', 'next_key', 'group_before'] as const;

/** Frame `index` of a decoded video with the neighbours that help to enhance it. */
export function enhancerPictures(
  decoded: Frames,
  index: number,
  packets: readonly Packet[],
): EnhancerPictures {
  const pixels = decoded.size.width * decoded.size.height;
  const picture = (at: number): EnhancerPicture => ({
    planes: framePlanes(decoded, at),
    bitsPerPixel: (8 * (packets[at]?.bytes ?? 0)) / pixels,
  });
  const { following, nextKey, groupBefore } = neighboursOf(index, packets);
  return {
    planes: picture(index),
    following: picture(following),
    next_key: picture(nextKey),
    group_before: picture(groupBefore),
  };
}

/**
 * Enhances one decoded frame, without any state between frames.
 *
 * @param crf the CRF that x265 encoded with
 * @param guide ids at full size that guide the network, null for none
 * @returns [6, padded height, padded width], 0..1, for `unpackPlanes`
 */
export async function enhanceFrame(
  network: PlanesNetwork,
  pictures: EnhancerPictures,
  crf: Coding['crf'],
  guide: Uint8Array | null,
): Promise<Float32Array> {
  const { Tensor } = network.runtime.onnx;
  const { grid } = network;
  const { width, height } = grid.padded;
  const shape = [1, ENHANCER_PLANES, height, width];
  const bits = PICTURE_INPUTS.map((name) => pictures[name].bitsPerPixel);
  const outputs = await network.session.run({
    ...Object.fromEntries(
      PICTURE_INPUTS.map((name) => {
        const packed = packPlanes(pictures[name].planes, grid);
        return [name, new Tensor('float32', packed, shape)];
      }),
    ),
    crf: new Tensor('float32', Float32Array.of(crf), [1]),
    packets: new Tensor('float32', Float32Array.from(bits), [1, bits.length]),
    mask: new Tensor('float32', foregroundMask(guide, grid), [1, 1, height, width]),
  });
  return (outputs.enhanced as Tensor).data as Float32Array;
}
