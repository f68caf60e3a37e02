import { Problem } from '../problem.ts';
import type { FrameSize, Frames } from '../sequence/frames.ts';
import type { NamedPicture } from '../sequence/sequence.ts';
import { readVvcStream, type StreamContents } from './annexBStream.ts';
import type { Packet } from './encodedVideo.ts';
import { fileExtension, readBytes } from './fileBytes.ts';
import { isEncodedStream, readStreamContents } from './streamContents.ts';

/** What a bitstream costs. */
export interface BitstreamSize {
  /** The whole file. */
  readonly bytes: number;
  /** Bytes of its pictures in display order; null for a codec whose pictures cannot be told apart. */
  readonly packets: readonly Packet[] | null;
  /** Bytes of what belongs to no picture (parameter sets); null where `packets` is. */
  readonly headerBytes: number | null;
}

/** Frames that another codec's decoder wrote, and what its bitstream costs. */
export interface ImportedVideo {
  /** What it is called, e.g. the file's name. */
  readonly title: string;
  readonly size: FrameSize;
  readonly frames: Frames;
  /** Null without a bitstream: then nothing is known of the bits. */
  readonly bytes: number | null;
  readonly packets: readonly Packet[] | null;
  readonly headerBytes: number | null;
}

/** Puts imported frames and their bitstream together. */
export function importedVideo(
  title: string,
  frames: Frames,
  bitstream: BitstreamSize | null,
): ImportedVideo {
  const { bytes, packets, headerBytes } = bitstream ?? NO_BITSTREAM;
  return { title, size: frames.size, frames, bytes, packets, headerBytes };
}

/**
 * Bits per pixel of the whole. Pictures alone are counted where they can be told apart, as for any
 * other stream (see `isHeaderUnit`); else the whole file: size · 8 / (frames · width · height).
 *
 * @returns null without a bitstream
 */
export function importedBitsPerPixel(
  video: Pick<ImportedVideo, 'bytes' | 'packets' | 'frames' | 'size'>,
): number | null {
  const { packets, frames, size } = video;
  const bytes = packets?.reduce((sum, packet) => sum + packet.bytes, 0) ?? video.bytes;
  return bytes === null ? null : (bytes * 8) / (frames.count * size.width * size.height);
}

/**
 * Reads what a bitstream of these frames costs. VVC (`.266`, `.vvc`, `.h266`), bare HEVC and
 * containers are split into pictures; so are `.bit` and `.bin`, the names in VVenC's own
 * configurations, where they hold VVC. Of all other files only the size counts.
 *
 * @param count frames that were imported: as many pictures the bitstream must have
 * @throws Problem that names the file when it is empty, damaged or of another number of pictures
 */
export async function bitstreamSize(file: NamedPicture, count: number): Promise<BitstreamSize> {
  const bytes = file.data.size;
  if (bytes === 0) {
    throw new Problem(`${file.name} is empty.`, 'Choose the bitstream that the encoder wrote.');
  }
  const contents = await pictureContents(file);
  if (!contents) return { bytes, packets: null, headerBytes: null };
  if (contents.packets.length !== count) {
    throw new Problem(
      `${file.name} has ${contents.packets.length} pictures, but ${count} frames were imported.`,
      'Choose the bitstream that the frames were decoded from.',
    );
  }
  return { bytes, packets: contents.packets, headerBytes: contents.headerBytes };
}

async function pictureContents(file: NamedPicture): Promise<StreamContents | null> {
  if (isEncodedStream(file.name)) return readStreamContents(file);
  const extension = fileExtension(file.name);
  if (['266', 'vvc', 'h266'].includes(extension)) {
    return readVvcStream(file.name, await readBytes(file));
  }
  if (!['bit', 'bin'].includes(extension)) return null;
  try {
    return readVvcStream(file.name, await readBytes(file));
  } catch (error) {
    // These names say nothing of the codec: what is not VVC counts as a whole.
    if (error instanceof Problem) return null;
    throw error;
  }
}

const NO_BITSTREAM = { bytes: null, packets: null, headerBytes: null } as const;
