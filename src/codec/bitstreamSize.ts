import { fileExtension } from '../files/fileNames.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { readBytes } from '../files/readBytes.ts';
import { isProblem, Problem } from '../problem.ts';
import { readHevcStream, readVvcStream, type StreamContents } from './bitstream/annexBStream.ts';
import type { Packet } from './encodedVideo.ts';
import { isEncodedStream, readStreamContents } from './streamContents.ts';

/** What a bitstream costs. */
export interface BitstreamSize {
  /** The whole file. */
  readonly bytes: number;
  /** Bytes of its pictures in display order; null where they cannot be told apart. */
  readonly packets: readonly Packet[] | null;
  /** Bytes of what belongs to no picture (parameter sets); null where `packets` is. */
  readonly headerBytes: number | null;
  /** Why its pictures cannot be told apart, a sentence; null where they can. */
  readonly wholeBecause: string | null;
}

/**
 * Reads what a bitstream of these frames costs. VVC (`.266`, `.vvc`, `.h266`), bare HEVC and
 * containers are split into pictures; so are `.bit` and `.bin`, the names in VVenC's own
 * configurations, where they hold VVC or HEVC. Of all other files only the size counts, and why is
 * said.
 *
 * @param count frames that were imported: as many pictures the bitstream must have
 * @throws Problem that names the file when it is empty, cannot be read, is damaged although its name
 *   says what it is, or has another number of pictures
 */
export async function bitstreamSize(file: NamedFile, count: number): Promise<BitstreamSize> {
  const bytes = file.data.size;
  if (bytes === 0) {
    throw new Problem(`${file.name} is empty.`, 'Choose the bitstream that the encoder wrote.');
  }
  const contents = await pictureContents(file, count);
  if (typeof contents === 'string') {
    return { bytes, packets: null, headerBytes: null, wholeBecause: contents };
  }
  const { packets, headerBytes } = contents;
  if (packets.length !== count) {
    throw new Problem(
      `${file.name} has ${packets.length} pictures, but ${count} frames were imported.`,
      'Choose the bitstream that the frames were decoded from.',
    );
  }
  return { bytes, packets, headerBytes, wholeBecause: null };
}

/** True for the names of coded video of any codec, whether its pictures are told apart here or not. */
export function isBitstream(name: string): boolean {
  const extension = fileExtension(name);
  return (
    isEncodedStream(name) ||
    [...VVC_NAMES, ...NAMES_OF_ANY_CODEC, ...NAMES_OF_OTHER_CODECS].includes(extension)
  );
}

/** Some of the endings of {@link isBitstream}, for messages. */
export const BITSTREAM_ENDINGS = '.266, .bit, .bin, .hevc, .264, .obu, .ivf, .mkv, .mp4 …';

const VVC_NAMES = ['266', 'vvc', 'h266'];
/** What reference encoders write, whatever the codec: only a look into the file tells. */
const NAMES_OF_ANY_CODEC = ['bit', 'bin'];
/** H.264, AV1, VP9 and EVC, as their encoders write them. */
const NAMES_OF_OTHER_CODECS = ['264', 'h264', 'avc', 'obu', 'av1', 'ivf', 'vp9', 'evc'];

/** The pictures, or why they cannot be told apart. */
async function pictureContents(file: NamedFile, count: number): Promise<StreamContents | string> {
  if (isEncodedStream(file.name)) return readStreamContents(file);
  const extension = fileExtension(file.name);
  if (VVC_NAMES.includes(extension)) return readVvcStream(file.name, await readBytes(file));
  if (NAMES_OF_ANY_CODEC.includes(extension)) return contentsOfAnyCodec(file, count);
  return `${file.name} is of a format whose pictures are not told apart here.`;
}

/** As {@link pictureContents}, of a file whose name does not say its codec. */
async function contentsOfAnyCodec(
  file: NamedFile,
  count: number,
): Promise<StreamContents | string> {
  const stream = await readBytes(file);
  const readings = [readVvcStream, readHevcStream].flatMap((read) => {
    try {
      return [read(file.name, stream)];
    } catch (error) {
      if (!isProblem(error)) throw error;
      return [];
    }
  });
  // Should bytes of one codec ever make sense as the other, the number of pictures tells.
  const fitting = readings.find(({ packets }) => packets.length === count);
  return (
    fitting ??
    readings[0] ??
    `${file.name} is neither VVC nor HEVC that can be read here, so its pictures are not told apart.`
  );
}
