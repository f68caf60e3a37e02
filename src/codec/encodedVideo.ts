import type { FrameSize, Frames } from '../sequence/frames.ts';
import type { X265Settings } from './x265.ts';

/** One packet of the encoded video: one picture. */
export interface Packet {
  /** Size in bytes, as it lies in the container. */
  readonly bytes: number;
  /** True where decoding can start. */
  readonly key: boolean;
}

/** What the encoder made of a sequence. */
export interface EncodedVideo {
  /** Size of the source pictures; bits per pixel count these pixels. */
  readonly size: FrameSize;
  /**
   * Size that was encoded: 4:2:0 needs even sides, so an odd side is padded by one row or column
   * (its last one repeated), which is cropped after decoding.
   */
  readonly codedSize: FrameSize;
  readonly settings: X265Settings;
  /** The exact command, as one line for a shell. */
  readonly commandLine: string;
  /** What the encoder printed. */
  readonly log: string;
  /** The Matroska file. */
  readonly file: Uint8Array<ArrayBuffer>;
  /** In display order, one for each frame. */
  readonly packets: readonly Packet[];
  /** Time that the encoding command took; loading ffmpeg and copying frames in are not counted. */
  readonly seconds: number;
}

/** Frames that came out of the decoder, cropped to the source's size. */
export interface DecodedVideo {
  readonly frames: Frames;
  /** Time that the decoding command took. */
  readonly seconds: number;
}

/** Bits per pixel of one packet's frame. */
export function packetBitsPerPixel(packet: Packet, { width, height }: FrameSize): number {
  return (packet.bytes * 8) / (width * height);
}

/** Bits per pixel of the whole: total bits / (frames × width × height). */
export function bitsPerPixel(video: Pick<EncodedVideo, 'packets' | 'size'>): number {
  const bytes = video.packets.reduce((sum, packet) => sum + packet.bytes, 0);
  return (bytes * 8) / (video.packets.length * video.size.width * video.size.height);
}
