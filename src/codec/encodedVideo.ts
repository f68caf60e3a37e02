import type { FrameSize, Frames } from '../sequence/frames.ts';
import { crfInText, type X265Settings } from './x265.ts';

/** A packet of an encoded video, which holds one picture. */
export interface Packet {
  /** Size in bytes, as stored in the container. */
  readonly bytes: number;
  /** True if decoding can start here. */
  readonly key: boolean;
}

/** An encoded video of a sequence, encoded by Maskscope or imported. */
export interface VideoStream {
  /** Name shown on the screen: the encoder, or the file's name. */
  readonly title: string;
  /** Common name, e.g. `HEVC`. */
  readonly codec: string;
  /** Size of the source pictures, to which bits per pixel refer. */
  readonly size: FrameSize;
  /**
   * Size of the encoded pictures. 4:2:0 needs even sides, so an odd side is padded by repeating its
   * last row or column; decoding crops the padding.
   */
  readonly codedSize: FrameSize;
  /** In display order, one for each frame. */
  readonly packets: readonly Packet[];
  /**
   * Bytes that belong to no picture: parameter sets and the encoder's message about itself. Not
   * part of `packets` or of bits per pixel; a bare stream has many more of them than Matroska.
   */
  readonly headerBytes: number;
  /**
   * Size of the bare stream (Annex B, as `ffmpeg -c copy OUTPUT.hevc` writes it), in which the
   * headers are repeated before every key frame; null if it is not known.
   */
  readonly streamBytes: number | null;
  /** The encoded file. */
  readonly file: Blob | Uint8Array<ArrayBuffer>;
  /** Null if unknown. */
  readonly settings: X265Settings | null;
  /** The exact command, as one line for a shell; null if unknown. */
  readonly commandLine: string | null;
  /** The encoder's output, or its message about itself in the stream; may be empty. */
  readonly log: string;
  /**
   * Time of the encoding command or, for an imported stream, of the decoding command. Excludes
   * loading ffmpeg and copying frames.
   */
  readonly seconds: number;
}

/** A sequence encoded by Maskscope: a Matroska file. */
export interface EncodedVideo extends VideoStream {
  readonly streamBytes: number;
  readonly file: Uint8Array<ArrayBuffer>;
  readonly settings: X265Settings;
  readonly commandLine: string;
}

/** An encoded video that the user imported instead of encoding the sequence. */
export interface ImportedStream extends VideoStream {
  readonly file: Blob;
  readonly settings: null;
  readonly commandLine: null;
}

/** True for a video that Maskscope encoded, whose settings are known. */
export function isEncodedHere(video: VideoStream | null): video is EncodedVideo {
  return video !== null && video.settings !== null;
}

/** The CRF from a video's settings or from x265's message in the stream; null if unknown. */
export function encodedCrf({
  settings,
  log,
}: Pick<VideoStream, 'settings' | 'log'>): number | null {
  return settings ? settings.crf : crfInText(log);
}

/** Decoded frames, cropped to the source's size. */
export interface DecodedVideo {
  readonly frames: Frames;
  /** Time of the decoding command. */
  readonly seconds: number;
}

/** Bits per pixel of one packet's frame. */
export function packetBitsPerPixel(
  packet: Pick<Packet, 'bytes'>,
  { width, height }: FrameSize,
): number {
  return (packet.bytes * 8) / (width * height);
}

/** Bits per pixel of the whole video: total bits / (frames × width × height). */
export function bitsPerPixel(video: Pick<VideoStream, 'packets' | 'size'>): number {
  const bytes = video.packets.reduce((sum, packet) => sum + packet.bytes, 0);
  return (bytes * 8) / (video.packets.length * video.size.width * video.size.height);
}

/**
 * Bits per pixel that a bare stream of a video that was encoded here takes more than its packets:
 * parameter sets and x265's message about itself, which it repeats at every key frame.
 */
export function headerBitsPerPixel({
  packets,
  size,
  streamBytes,
}: Pick<EncodedVideo, 'packets' | 'size' | 'streamBytes'>): number {
  const bytes = packets.reduce((sum, packet) => sum + packet.bytes, 0);
  return ((streamBytes - bytes) * 8) / (packets.length * size.width * size.height);
}
