import type { NamedFile } from '../files/namedFile.ts';
import type { FrameSize, Frames } from '../sequence/frames.ts';
import type { BitstreamSize } from './bitstreamSize.ts';
import type { DecodedVideo, EncodedVideo } from './encodedVideo.ts';
import type { FrameProgress } from './frameProgress.ts';
import type { ImportedFrames } from './importStream.ts';
import type { IngestedPictures } from './ingest.ts';
import type { X265Settings } from './x265.ts';

/** What the codec worker offers. Every method rejects with a `Problem` that names file or frame. */
export interface CodecApi {
  /** Decodes pictures (JPEG or PNG) through ffmpeg to yuv420p; all must have this size. */
  ingest(
    pictures: readonly NamedFile[],
    size: FrameSize,
    onProgress: FrameProgress,
  ): Promise<IngestedPictures>;
  /** Encodes with the published x265 command. */
  encode(frames: Frames, settings: X265Settings, onProgress: FrameProgress): Promise<EncodedVideo>;
  /** Decodes an encoded video to yuv420p, cropped to the source's size. */
  decode(video: EncodedVideo, onProgress: FrameProgress): Promise<DecodedVideo>;
  /**
   * Decodes the first frames of the user's video file, whatever ffmpeg understands.
   *
   * @param size what the video measures when it is shown, after rotation
   */
  ingestVideo(
    video: NamedFile,
    size: FrameSize,
    frameCount: number,
    onProgress: FrameProgress,
  ): Promise<Frames>;
  /** Reads frames that another codec's decoder wrote (`.yuv`, `.y4m`), checked against the sequence. */
  importFrames(
    file: NamedFile,
    size: FrameSize,
    count: number,
    onProgress: FrameProgress,
  ): Promise<Frames>;
  /** Reads what the bitstream of imported frames costs. */
  bitstreamSize(file: NamedFile, count: number): Promise<BitstreamSize>;
  /** Takes an encoded stream of the sequence in place of encoding, and decodes it. */
  importStream(
    file: NamedFile,
    size: FrameSize,
    count: number,
    onProgress: FrameProgress,
  ): Promise<ImportedFrames>;
  /** Puts a mask stream into an HEVC video: a file of the same kind. */
  carryMasks(file: NamedFile, packets: readonly Uint8Array[]): Promise<Blob>;
}
