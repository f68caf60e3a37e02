import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { readBytes } from './readBytes.ts';

export interface FileProgress {
  readonly signal?: AbortSignal | undefined;
  /** Called with the finished share, 0..1. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * SHA-256 of a file of any size, as `sha256sum` prints it; WebCrypto would need the whole file in
 * memory. Takes a few seconds for 200 MB, so call it in a worker to keep the page responsive.
 *
 * @param name the file's name, for messages
 * @returns 64 hexadecimal digits
 * @throws Problem naming the file if it cannot be read
 * @throws AbortError if `signal` aborts
 */
export async function fileSha256(
  file: Blob,
  name: string,
  progress: FileProgress = {},
): Promise<string> {
  const hash = sha256.create();
  await forEachPiece(file, name, progress, (piece) => {
    hash.update(piece);
  });
  return bytesToHex(hash.digest());
}

/**
 * Reads a file in pieces of 4 MiB, one after the other.
 *
 * @throws Problem naming the file if it cannot be read
 * @throws AbortError if `signal` aborts
 */
export async function forEachPiece(
  file: Blob,
  name: string,
  { signal, onProgress }: FileProgress,
  use: (piece: Uint8Array<ArrayBuffer>) => void | Promise<void>,
): Promise<void> {
  for (let start = 0; start < file.size; start += PIECE_BYTES) {
    signal?.throwIfAborted();
    const end = Math.min(start + PIECE_BYTES, file.size);
    await use(await readBytes({ name, data: file }, start, end));
    onProgress?.(end / file.size);
  }
  signal?.throwIfAborted();
}

const PIECE_BYTES = 4 * 1024 * 1024;
