import { bytesToHex } from '@noble/hashes/utils.js';
import { DIGEST_BYTES, type DigestOptions, digestFile, digestList } from '../files/digest.ts';
import type { SequenceSource } from './sequence.ts';

/**
 * What a result was made from: SHA-256 over the digest ({@link digestFile}) of each file of the first
 * `frameCount` frames, in order: picture, then annotation (32 zero bytes where there is none); of a
 * video file that of the whole file in place of the pictures. Names do not count, so that a copy
 * under other names is the same input.
 *
 * @returns 64 hexadecimal digits
 * @throws Problem when a file cannot be read, or AbortError
 */
export async function fingerprint(
  source: SequenceSource,
  frameCount: number,
  options: DigestOptions = {},
): Promise<string> {
  const { video } = source;
  const known = digestsOf(source);
  const digests: Uint8Array[] = [];
  if (video) {
    known.video ??= await digestFile(video, options);
    digests.push(known.video);
  }
  for (let index = 0; index < frameCount; index++) {
    options.signal?.throwIfAborted();
    const name = `${source.name}/${source.pictureNames[index] ?? `frame ${index}`}`;
    if (!video) {
      const picture = known.pictures[index] ?? (await digestPicture(source, index, name, options));
      known.pictures[index] = picture;
      digests.push(picture);
    }
    const annotation =
      known.annotations[index] ?? (await digestAnnotation(source, index, name, options));
    known.annotations[index] = annotation;
    digests.push(annotation);
  }
  return bytesToHex(await digestList(digests));
}

/**
 * Tells the digests of a sequence's first pictures, so that {@link fingerprint} need not read them
 * again.
 */
export function rememberPictureDigests(
  source: SequenceSource,
  digests: readonly Uint8Array[],
): void {
  const { pictures } = digestsOf(source);
  for (const [index, digest] of digests.entries()) pictures[index] = digest;
}

interface Digests {
  video?: Uint8Array;
  /** By frame. */
  readonly pictures: Uint8Array[];
  readonly annotations: Uint8Array[];
}

/** Of the files that were read, for as long as their source is in use. */
const remembered = new WeakMap<SequenceSource, Digests>();

function digestsOf(source: SequenceSource): Digests {
  const digests = remembered.get(source) ?? { pictures: [], annotations: [] };
  remembered.set(source, digests);
  return digests;
}

async function digestPicture(
  source: SequenceSource,
  index: number,
  name: string,
  options: DigestOptions,
): Promise<Uint8Array> {
  return digestFile({ name, data: await source.readPicture(index) }, options);
}

async function digestAnnotation(
  source: SequenceSource,
  index: number,
  name: string,
  options: DigestOptions,
): Promise<Uint8Array> {
  const data = await source.readAnnotation(index);
  return data
    ? digestFile({ name: `the annotation of ${name}`, data }, options)
    : new Uint8Array(DIGEST_BYTES);
}
