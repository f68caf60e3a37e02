import type { FrameSize, Frames } from '../sequence/frames.ts';
import type { NamedPicture } from '../sequence/sequence.ts';
import type { DecodedVideo, EncodedVideo } from './encodedVideo.ts';
import type { X265Settings } from './x265.ts';

/** Frames done so far; called often, cheap. */
export type FrameProgress = (done: number, total: number) => void;

/** What the codec worker offers. Every method rejects with a `Problem` that names file or frame. */
export interface CodecApi {
  /** Decodes pictures (JPEG or PNG) through ffmpeg to yuv420p; all must have this size. */
  ingest(
    pictures: readonly NamedPicture[],
    size: FrameSize,
    onProgress: FrameProgress,
  ): Promise<Frames>;
  /** Encodes with the published x265 command. */
  encode(frames: Frames, settings: X265Settings, onProgress: FrameProgress): Promise<EncodedVideo>;
  /** Decodes an encoded video to yuv420p, cropped to the source's size. */
  decode(video: EncodedVideo, onProgress: FrameProgress): Promise<DecodedVideo>;
}
