import type { FrameSize, Frames } from '../sequence/frames.ts';
import { crfInText, type X265Settings } from './x265.ts';

/** One packet of the encoded video: one picture. */
export interface Packet {
  /** Size in bytes, as it lies in the container. */
  readonly bytes: number;
  /** True where decoding can start. */
  readonly key: boolean;
}

/** An encoded video of a sequence, made here or elsewhere. */
export interface VideoStream {
  /** What it is called on the screen: the encoder, or the file's name. */
  readonly title: string;
  /** As the field writes it, e.g. `HEVC`. */
  readonly codec: string;
  /** Size of the source pictures; bits per pixel count these pixels. */
  readonly size: FrameSize;
  /**
   * Size that was encoded: 4:2:0 needs even sides, so an odd side is padded by one row or column
   * (its last one repeated), which is cropped after decoding.
   */
  readonly codedSize: FrameSize;
  /** In display order, one for each frame. */
  readonly packets: readonly Packet[];
  /**
   * Bytes of what belongs to no picture: parameter sets and the encoder's message about itself. Not
   * in `packets`, and in no bits per pixel; a bare stream has many more of them than Matroska.
   */
  readonly headerBytes: number;
  /** The file, for saving it. */
  readonly file: Blob | Uint8Array<ArrayBuffer>;
  /** Null where they are not known. */
  readonly settings: X265Settings | null;
  /** The exact command, as one line for a shell; null where it is not known. */
  readonly commandLine: string | null;
  /** What the encoder printed, or wrote about itself into the stream; may be empty. */
  readonly log: string;
  /**
   * Time of the command that made it known here: that encoded it, or, for a stream made elsewhere,
   * decoded it. Loading ffmpeg and copying frames in are not counted.
   */
  readonly seconds: number;
}

/** What the encoder made of a sequence: a Matroska file. */
export interface EncodedVideo extends VideoStream {
  readonly file: Uint8Array<ArrayBuffer>;
  readonly settings: X265Settings;
  readonly commandLine: string;
}

/** An encoded video that was made elsewhere and given in place of encoding. */
export interface ImportedStream extends VideoStream {
  readonly file: Blob;
  readonly settings: null;
  readonly commandLine: null;
}

/** True for a video that was encoded here: its settings are known. */
export function isEncodedHere(video: VideoStream | null): video is EncodedVideo {
  return video !== null && video.settings !== null;
}

/** The CRF that x265 coded a video with: chosen here, or read from the stream; null where neither. */
export function encodedCrf({
  settings,
  log,
}: Pick<VideoStream, 'settings' | 'log'>): number | null {
  return settings ? settings.crf : crfInText(log);
}

/** Frames that came out of the decoder, cropped to the source's size. */
export interface DecodedVideo {
  readonly frames: Frames;
  /** Time that the decoding command took. */
  readonly seconds: number;
}

/** Bits per pixel of one packet's frame. */
export function packetBitsPerPixel(
  packet: Pick<Packet, 'bytes'>,
  { width, height }: FrameSize,
): number {
  return (packet.bytes * 8) / (width * height);
}

/** Bits per pixel of the whole: total bits / (frames × width × height). */
export function bitsPerPixel(video: Pick<VideoStream, 'packets' | 'size'>): number {
  const bytes = video.packets.reduce((sum, packet) => sum + packet.bytes, 0);
  return (bytes * 8) / (video.packets.length * video.size.width * video.size.height);
}
