import { proxy } from 'comlink';
import type { EncodedVideo } from '../../codec/encodedVideo.ts';
import type { X265Settings } from '../../codec/x265.ts';
import type { WholeStage } from '../graph/stage.ts';
import type { Workers } from '../workers.ts';
import type { OpenSequence } from './read.ts';

/** Encodes the originals with x265. */
export function encodeStage(
  read: WholeStage<OpenSequence>,
  { crf, keyint }: X265Settings,
  { codec }: Pick<Workers, 'codec'>,
): WholeStage<EncodedVideo> {
  return {
    shape: 'whole',
    id: `encode(${crf} ${keyint} ${read.id})`,
    kind: 'encode',
    lane: 'codec',
    inputs: [{ stage: read, need: 'all' }],
    frames: read.frames,
    bytes: ({ file }) => file.byteLength,
    make: ({ outputOf, progress, signal }) => {
      const onProgress = proxy((done: number) => progress(done));
      const { frames } = outputOf(read);
      return codec.run((api) => api.encode(frames, { crf, keyint }, onProgress), signal);
    },
  };
}
