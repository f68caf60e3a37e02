import type { NamedFile } from '../files/namedFile.ts';
import type { VideoFacts } from '../sequence/videoFile.ts';
import type { BitstreamSize } from './bitstreamSize.ts';
import type { StreamFile } from './importStream.ts';
import type { CarryingVideo } from './maskCarrier.ts';

/**
 * The worker that reads the user's video files, without decoding them. It is apart from the codec,
 * because a damaged file can make it hang. Every method rejects with a `Problem` that names the file.
 */
export interface VideoFilesApi {
  /** Size, rate and number of frames of a video that is opened as a sequence. */
  facts(file: NamedFile): Promise<VideoFacts>;
  /** The packets of a stream, and the masks that it carries. */
  stream(file: NamedFile): Promise<StreamFile>;
  /** Reads the size of the bitstream that imported frames were decoded from. */
  bitstreamSize(file: NamedFile, count: number): Promise<BitstreamSize>;
  /** Embeds a mask stream in an HEVC video; returns a file of the same format. */
  carryMasks(file: NamedFile, packets: readonly Uint8Array[]): Promise<CarryingVideo>;
}
