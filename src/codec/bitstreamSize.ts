import { isProblem, Problem } from '../problem.ts';
import type { NamedPicture } from '../sequence/sequence.ts';
import { readVvcStream, type StreamContents } from './annexBStream.ts';
import type { Packet } from './encodedVideo.ts';
import { fileExtension, readBytes } from './fileBytes.ts';
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
 * configurations, where they hold VVC. Of all other files only the size counts, and why is said.
 *
 * @param count frames that were imported: as many pictures the bitstream must have
 * @throws Problem that names the file when it is empty, cannot be read, is damaged although its name
 *   says what it is, or has another number of pictures
 */
export async function bitstreamSize(file: NamedPicture, count: number): Promise<BitstreamSize> {
  const bytes = file.data.size;
  if (bytes === 0) {
    throw new Problem(`${file.name} is empty.`, 'Choose the bitstream that the encoder wrote.');
  }
  const contents = await pictureContents(file);
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

/** The pictures, or why they cannot be told apart. */
async function pictureContents(file: NamedPicture): Promise<StreamContents | string> {
  if (isEncodedStream(file.name)) return readStreamContents(file);
  const extension = fileExtension(file.name);
  const isVvc = VVC_NAMES.includes(extension);
  if (!isVvc && !NAMES_OF_ANY_CODEC.includes(extension)) {
    return `${file.name} is of a format whose pictures are not told apart here.`;
  }
  const stream = await readBytes(file);
  try {
    return readVvcStream(file.name, stream);
  } catch (error) {
    if (isVvc || !isProblem(error)) throw error;
    return error.message;
  }
}

const VVC_NAMES = ['266', 'vvc', 'h266'];
/** What holds VVC as well as any other codec: only a look into the file tells. */
const NAMES_OF_ANY_CODEC = ['bit', 'bin'];
