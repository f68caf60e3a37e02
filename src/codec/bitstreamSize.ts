import { fileExtension } from '../files/fileNames.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { readInPieces } from '../files/readBytes.ts';
import { isProblem, Problem } from '../problem.ts';
import { readHevcStream, readVvcStream, type StreamContents } from './bitstream/annexBStream.ts';
import type { ReadProgress } from './container/openContainer.ts';
import type { Packet } from './encodedVideo.ts';
import { isEncodedStream, readStreamContents } from './streamContents.ts';

/** Size of a bitstream, in total and per picture. */
export interface BitstreamSize {
  /** Size of the whole file. */
  readonly bytes: number;
  /** Its pictures in display order; null if the file cannot be split into pictures. */
  readonly packets: readonly Packet[] | null;
  /** Bytes that belong to no picture, such as parameter sets; null when `packets` is. */
  readonly headerBytes: number | null;
  /** Why the file cannot be split into pictures, as a sentence; null if it can. */
  readonly wholeBecause: string | null;
  /** What the user should know about the count, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads the size of the bitstream that imported frames were decoded from. VVC (`.266`, `.vvc`,
 * `.h266`), bare HEVC and containers are split into pictures. So are `.bit` and `.bin`, the
 * extensions in VVenC's own configurations, if they contain VVC or HEVC. Any other file is only
 * counted as a whole, and `wholeBecause` gives the reason.
 *
 * @param count number of imported frames; the bitstream must have as many pictures
 * @throws Problem naming the file if it is empty, cannot be read, has a different number of
 *   pictures, or is damaged although its extension names its codec
 */
export async function bitstreamSize(
  file: NamedFile,
  count: number,
  onProgress?: ReadProgress,
): Promise<BitstreamSize> {
  const bytes = file.data.size;
  if (bytes === 0) {
    throw new Problem(`${file.name} is empty.`, 'Choose the bitstream that the encoder wrote.');
  }
  const contents = await pictureContents(file, count, onProgress);
  if (typeof contents === 'string') {
    return { bytes, packets: null, headerBytes: null, wholeBecause: contents, notes: [] };
  }
  const { packets, headerBytes, notes } = contents;
  if (packets.length !== count) {
    throw new Problem(
      `${file.name} has ${packets.length} pictures, but ${count} frames were imported.`,
      'Choose the bitstream that the frames were decoded from.',
    );
  }
  return { bytes, packets, headerBytes, wholeBecause: null, notes };
}

/** True for file names of encoded video, including codecs that cannot be split into pictures. */
export function isBitstream(name: string): boolean {
  const extension = fileExtension(name);
  return (
    isEncodedStream(name) ||
    [...VVC_EXTENSIONS, ...GENERIC_EXTENSIONS, ...OTHER_EXTENSIONS].includes(extension)
  );
}

/** Some of the extensions of {@link isBitstream}, for messages. */
export const BITSTREAM_ENDINGS = '.266, .bit, .bin, .hevc, .264, .obu, .ivf, .mkv, .mp4 …';

const VVC_EXTENSIONS = ['266', 'vvc', 'h266'];
/** Reference encoders use these for any codec; the content decides. */
const GENERIC_EXTENSIONS = ['bit', 'bin'];
/** H.264, AV1, VP9 and EVC, as their encoders write them. */
const OTHER_EXTENSIONS = ['264', 'h264', 'avc', 'obu', 'av1', 'ivf', 'vp9', 'evc'];

/** The pictures, or a sentence that explains why the file cannot be split. */
async function pictureContents(
  file: NamedFile,
  count: number,
  onProgress?: ReadProgress,
): Promise<StreamContents | string> {
  if (isEncodedStream(file.name)) return readStreamContents(file, onProgress);
  const extension = fileExtension(file.name);
  if (VVC_EXTENSIONS.includes(extension))
    return readVvcStream(file.name, await readInPieces(file, onProgress));
  if (GENERIC_EXTENSIONS.includes(extension)) return contentsOfAnyCodec(file, count, onProgress);
  return `${file.name} is in a format that cannot be split into pictures here.`;
}

/** Like {@link pictureContents}, for an extension that does not name the codec. */
async function contentsOfAnyCodec(
  file: NamedFile,
  count: number,
  onProgress?: ReadProgress,
): Promise<StreamContents | string> {
  const stream = await readInPieces(file, onProgress);
  const readings = [readVvcStream, readHevcStream].flatMap((read) => {
    try {
      return [read(file.name, stream)];
    } catch (error) {
      if (!isProblem(error)) throw error;
      return [];
    }
  });
  // If the bytes can be read as both codecs, the number of pictures decides.
  const fitting = readings.find(({ packets }) => packets.length === count);
  return (
    fitting ??
    readings[0] ??
    `${file.name} cannot be read as VVC or HEVC, so it cannot be split into pictures.`
  );
}
