// The codec stage: other stages call the worker through `createCodecWorker` and may import the
// files directly in this folder; the subfolders are private.
import type { NamedFile } from '../files/namedFile.ts';
import type { FrameSize, Frames } from '../sequence/frames.ts';
import type { ClipFormat, RawClip } from './encodeClip.ts';
import type { DecodedVideo, EncodedVideo } from './encodedVideo.ts';
import type { ReadFrames } from './formatNotes.ts';
import type { FrameProgress } from './frameProgress.ts';
import type { ImportedFrames, StreamFile } from './importStream.ts';
import type { X265Settings } from './x265.ts';

/** The codec worker. Every method rejects with a `Problem` that names the file or frame. */
export interface CodecApi {
  /**
   * Decodes JPEG or PNG pictures with ffmpeg and writes them to `into`, from frame `first` on.
   *
   * @returns SHA-256 of each picture's file, 32 bytes, so that it need not be read again
   */
  ingest(
    pictures: readonly NamedFile[],
    into: Frames,
    first: number,
    onProgress: FrameProgress,
  ): Promise<readonly Uint8Array[]>;
  /** Encodes with the published x265 command. */
  encode(frames: Frames, settings: X265Settings, onProgress: FrameProgress): Promise<EncodedVideo>;
  /** Decodes an encoded video to yuv420p, cropped to the source's size. */
  decode(video: EncodedVideo, onProgress: FrameProgress): Promise<DecodedVideo>;
  /**
   * Decodes the first frames of the user's video file, in any format that ffmpeg reads.
   *
   * @param size display size of the video, after rotation
   */
  ingestVideo(
    video: NamedFile,
    size: FrameSize,
    frameCount: number,
    onProgress: FrameProgress,
  ): Promise<ReadFrames>;
  /** Reads `.yuv` or `.y4m` frames from another codec's decoder; size and count must match. */
  importFrames(
    file: NamedFile,
    size: FrameSize,
    count: number,
    onProgress: FrameProgress,
  ): Promise<ReadFrames>;
  /** Decodes an encoded stream of the sequence, which is imported instead of encoding it. */
  importStream(
    file: StreamFile,
    size: FrameSize,
    count: number,
    onProgress: FrameProgress,
  ): Promise<ImportedFrames>;
  /** Loads ffmpeg; what cannot be loaded is then known before frames are drawn for it. */
  loadFfmpeg(): Promise<void>;
  /** Encodes pictures of the screen as a video to watch, see `encodeClip.ts`. */
  encodeClip(
    clip: RawClip,
    format: ClipFormat,
    onProgress: FrameProgress,
  ): Promise<Uint8Array<ArrayBuffer>>;
}
