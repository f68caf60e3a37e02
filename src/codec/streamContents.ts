import { fileExtension } from '../files/fileNames.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { readInPieces } from '../files/readBytes.ts';
import { Problem } from '../problem.ts';
import { readHevcStream, type StreamContents } from './bitstream/annexBStream.ts';
import { readContainer } from './container/containerStream.ts';
import type { ReadProgress } from './container/openContainer.ts';

/** True for file names that `importStream` reads. */
export function isEncodedStream(name: string): boolean {
  const extension = fileExtension(name);
  return CONTAINERS.includes(extension) || BARE_HEVC.includes(extension);
}

/**
 * Reads the packets of a stream in one of the formats of {@link isEncodedStream}.
 *
 * @throws Problem naming the file if it cannot be read as the format of its extension
 */
export async function readStreamContents(
  file: NamedFile,
  onProgress?: ReadProgress,
): Promise<StreamContents & { readonly codec: string }> {
  const extension = fileExtension(file.name);
  if (CONTAINERS.includes(extension)) {
    const contents = await readContainer(file, onProgress);
    return { ...contents, codec: codecTitle(contents.codec) };
  }
  if (BARE_HEVC.includes(extension)) {
    return { ...readHevcStream(file.name, await readInPieces(file, onProgress)), codec: 'HEVC' };
  }
  throw new Problem(
    `${file.name} is not a stream that Maskscope can read.`,
    `Choose a file with one of the extensions ${[...CONTAINERS, ...BARE_HEVC].map((each) => `.${each}`).join(', ')}; for any other codec, import the decoded frames (.yuv or .y4m) and the bitstream.`,
  );
}

const CONTAINERS = ['mkv', 'webm', 'mp4', 'mov', 'm4v'];
const BARE_HEVC = ['hevc', '265', 'h265'];

/** The common name of a codec, given mediabunny's name. */
function codecTitle(codec: string | null): string {
  const titles: Record<string, string> = {
    avc: 'H.264',
    hevc: 'HEVC',
    vp8: 'VP8',
    vp9: 'VP9',
    av1: 'AV1',
  };
  return titles[codec ?? ''] ?? codec ?? 'unknown codec';
}
