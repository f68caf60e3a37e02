import { Problem } from '../problem.ts';
import type { SequenceSource } from './sequence.ts';

/** How hashing is told to stop, and how much of a file it holds at once. */
export interface HashOptions {
  readonly signal?: AbortSignal | undefined;
  /** Only tests take another: the digest of a file that is larger depends on it. */
  readonly sliceBytes?: number;
}

/**
 * What a result was made from: SHA-256 over the {@link fileDigest} of each file of the first
 * `frameCount` frames, in order: picture, then annotation (32 zero bytes where there is none); of a
 * video file that of the whole file in place of the pictures. Names do not count, so that a copy
 * under other names is the same input. Remembered for as long as the source is in use.
 *
 * @returns 64 hexadecimal digits
 * @throws Problem when a file cannot be read, or AbortError
 */
export async function fingerprint(
  source: SequenceSource,
  frameCount: number,
  options: HashOptions = {},
): Promise<string> {
  const known = remembered.get(source) ?? new Map<number, string>();
  remembered.set(source, known);
  const digest = known.get(frameCount) ?? (await hashSource(source, frameCount, options));
  known.set(frameCount, digest);
  return digest;
}

/**
 * SHA-256 of a file of 64 MiB or less: what `sha256sum` prints. WebCrypto cannot hash piece by piece,
 * so a larger file is never in memory as a whole, and its digest is SHA-256 over the SHA-256 of its
 * slices of 64 MiB, in order.
 *
 * @param name of the file, for messages
 * @returns 64 hexadecimal digits
 * @throws Problem when it cannot be read, or AbortError
 */
export async function fileDigest(
  data: Blob,
  name: string,
  options: HashOptions = {},
): Promise<string> {
  return toHex(await hashFile(data, name, options));
}

/** SHA-256 of a text, 64 hexadecimal digits. */
export async function textDigest(text: string): Promise<string> {
  return toHex(await sha256(new TextEncoder().encode(text)));
}

const SLICE_BYTES = 64 * 1024 * 1024;
const DIGEST_BYTES = 32;

/** Digests by number of frames. Only finished ones: a run that was aborted leaves nothing behind. */
const remembered = new WeakMap<SequenceSource, Map<number, string>>();

async function hashSource(
  source: SequenceSource,
  frameCount: number,
  options: HashOptions,
): Promise<string> {
  const { video, pictureNames } = source;
  const digests: Uint8Array<ArrayBuffer>[] = [];
  if (video) digests.push(await hashFile(video.data, video.name, options));
  for (let index = 0; index < frameCount; index++) {
    options.signal?.throwIfAborted();
    const name = `${source.name}/${pictureNames[index] ?? `frame ${index}`}`;
    if (!video) digests.push(await hashFile(await source.readPicture(index), name, options));
    const annotation = await source.readAnnotation(index);
    digests.push(
      annotation
        ? await hashFile(annotation, `the annotation of ${name}`, options)
        : new Uint8Array(DIGEST_BYTES),
    );
  }
  return toHex(await sha256(joined(digests)));
}

async function hashFile(
  data: Blob,
  name: string,
  { signal, sliceBytes = SLICE_BYTES }: HashOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const digests: Uint8Array<ArrayBuffer>[] = [];
  // An empty file has one slice, an empty one.
  for (let start = 0; start === 0 || start < data.size; start += sliceBytes) {
    signal?.throwIfAborted();
    digests.push(await sha256(await readSlice(data, start, start + sliceBytes, name)));
  }
  signal?.throwIfAborted();
  const [only] = digests;
  return only && digests.length === 1 ? only : sha256(joined(digests));
}

async function readSlice(
  data: Blob,
  start: number,
  end: number,
  name: string,
): Promise<ArrayBuffer> {
  try {
    return await data.slice(start, end).arrayBuffer();
  } catch (cause) {
    throw new Problem(
      `${name} cannot be read any more: it was changed, moved or deleted since it was opened.`,
      'Open it again.',
      { cause },
    );
  }
}

async function sha256(data: BufferSource): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', data));
}

function joined(digests: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(digests.length * DIGEST_BYTES);
  for (const [index, digest] of digests.entries()) bytes.set(digest, index * DIGEST_BYTES);
  return bytes;
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
