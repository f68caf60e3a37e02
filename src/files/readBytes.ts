import { Problem } from '../problem.ts';
import type { NamedFile } from './namedFile.ts';

/** Browsers report a read that does not fit into memory like one of a file that is gone. */
const LARGE_READ = 256 * 1024 * 1024;

/**
 * Reads only the bytes `[from, to)` of a file, or fewer if the file ends before `to`.
 *
 * @param reopen what to do if the file can no longer be read, as a sentence
 * @throws Problem naming the file if it was changed or removed after it was opened
 */
export async function readBytes(
  { name, data }: NamedFile,
  from = 0,
  to = data.size,
  reopen = 'Open it again.',
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await data.slice(from, to).arrayBuffer());
  } catch (cause) {
    const tooLarge =
      Math.min(to, data.size) - from >= LARGE_READ ? ', or is too large for the memory' : '';
    throw new Problem(
      `${name} cannot be read: it was moved, changed or deleted after it was opened${tooLarge}.`,
      reopen,
      { cause },
    );
  }
}

const PIECE_BYTES = 16 * 2 ** 20;

/**
 * Reads a whole file in pieces, so that progress can be seen.
 *
 * @param onProgress called after each piece
 * @throws Problem like {@link readBytes}
 */
export async function readInPieces(
  file: NamedFile,
  onProgress: () => void = () => {},
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(file.data.size);
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    bytes.set(await readBytes(file, at, at + PIECE_BYTES), at);
    onProgress();
  }
  return bytes;
}

/** A length for messages, e.g. `61,489,152 bytes`. */
export function formatBytes(bytes: number): string {
  return `${bytes.toLocaleString('en-US')} bytes`;
}
