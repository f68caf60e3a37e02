import { bytesToHex } from '@noble/hashes/utils.js';
import type { NamedFile } from './namedFile.ts';
import { readBytes } from './readBytes.ts';

/** Options of {@link slicedDigest}. */
export interface DigestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Set by tests only: it changes the digest of larger files. */
  readonly sliceBytes?: number;
}

const SLICE_BYTES = 64 * 1024 * 1024;

/** Length of a SHA-256 digest in bytes. */
export const DIGEST_BYTES = 32;

/**
 * SHA-256 of a file of up to 64 MiB, as `sha256sum` prints it. WebCrypto cannot hash piece by
 * piece, so a larger file is hashed in slices of 64 MiB: its digest is the SHA-256 of the
 * concatenated SHA-256 digests of its slices.
 *
 * @returns 32 bytes
 * @throws Problem naming the file if it cannot be read
 * @throws AbortError if `signal` aborts
 */
export async function slicedDigest(
  file: NamedFile,
  { signal, sliceBytes = SLICE_BYTES }: DigestOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const slices: Uint8Array<ArrayBuffer>[] = [];
  // An empty file has one empty slice.
  for (let start = 0; start === 0 || start < file.data.size; start += sliceBytes) {
    signal?.throwIfAborted();
    slices.push(await digestSlice(await readBytes(file, start, start + sliceBytes)));
  }
  signal?.throwIfAborted();
  return digestOfSlices(slices);
}

/** The same digest as {@link slicedDigest}, for bytes in memory. */
export async function slicedDigestOfBytes(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const slices: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; start === 0 || start < bytes.length; start += SLICE_BYTES) {
    slices.push(await digestSlice(bytes.subarray(start, start + SLICE_BYTES)));
  }
  return digestOfSlices(slices);
}

/** SHA-256 of concatenated digests, 32 bytes. */
export async function digestList(digests: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(digests.length * DIGEST_BYTES);
  for (const [index, digest] of digests.entries()) bytes.set(digest, index * DIGEST_BYTES);
  return digestSlice(bytes);
}

/** {@link slicedDigest} as 64 hexadecimal digits. */
export async function slicedDigestHex(file: NamedFile, options?: DigestOptions): Promise<string> {
  return bytesToHex(await slicedDigest(file, options));
}

async function digestOfSlices(
  slices: readonly Uint8Array<ArrayBuffer>[],
): Promise<Uint8Array<ArrayBuffer>> {
  const [only] = slices;
  return only && slices.length === 1 ? only : digestList(slices);
}

async function digestSlice(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', data));
}
