import { proxy } from 'comlink';
import type { DecodedVideo, EncodedVideo } from '../../codec/encodedVideo.ts';
import type { WholeStage } from '../graph/stage.ts';
import type { Workers } from '../workers.ts';

/** Decodes a video that was encoded here. */
export function decodeStage(
  encode: WholeStage<EncodedVideo>,
  { codec }: Pick<Workers, 'codec'>,
): WholeStage<DecodedVideo> {
  return {
    shape: 'whole',
    id: `decode(${encode.id})`,
    kind: 'decode',
    lane: 'codec',
    inputs: [{ stage: encode, need: 'all' }],
    frames: encode.frames,
    bytes: ({ frames }) => frames.buffer.byteLength,
    make: ({ outputOf, progress, signal }) => {
      const onProgress = proxy((done: number) => progress(done));
      return codec.run((api) => api.decode(outputOf(encode), onProgress), signal);
    },
  };
}
