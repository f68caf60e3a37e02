import { bytesToHex } from '@noble/hashes/utils.js';
import {
  DIGEST_BYTES,
  type DigestOptions,
  digestList,
  slicedDigest,
} from '../files/slicedDigest.ts';
import { mapInParallel } from '../workers/mapInParallel.ts';
import type { SequenceSource } from './sequence.ts';

/**
 * Identifies the input of a result: SHA-256 over the digests ({@link slicedDigest}) of the files of
 * the first `frameCount` frames in order: picture, then annotation (32 zero bytes if there is
 * none). For a video, the digest of the whole file replaces those of the pictures. File names do
 * not matter, so that a renamed copy is the same input.
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
  const cached = digestsOf(source);
  const start: Uint8Array[] = [];
  if (video) {
    cached.video ??= await slicedDigest(video, options);
    start.push(cached.video);
  }
  const frames = Array.from({ length: frameCount }, (_, index) => index);
  const digestFrame = async (index: number) => {
    const name = `${source.name}/${source.pictureNames[index] ?? `frame ${index}`}`;
    const digests: Uint8Array[] = [];
    if (!video) {
      cached.pictures[index] ??= await digestPicture(source, index, name, options);
      digests.push(cached.pictures[index]);
    }
    cached.annotations[index] ??= await digestAnnotation(source, index, name, options);
    digests.push(cached.annotations[index]);
    return digests;
  };
  const digests = await mapInParallel(frames, FRAMES_AT_ONCE, digestFrame, options.signal);
  return bytesToHex(await digestList([...start, ...digests.flat()]));
}

/** Most of the time is spent waiting for a server or a disk. */
const FRAMES_AT_ONCE = 8;

/**
 * Caches the digests of the first pictures of a sequence, so that {@link fingerprint} does not read
 * them again.
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

/** The digests of files that were read, as long as their source is in use. */
const cache = new WeakMap<SequenceSource, Digests>();

function digestsOf(source: SequenceSource): Digests {
  const digests = cache.get(source) ?? { pictures: [], annotations: [] };
  cache.set(source, digests);
  return digests;
}

async function digestPicture(
  source: SequenceSource,
  index: number,
  name: string,
  options: DigestOptions,
): Promise<Uint8Array> {
  return slicedDigest({ name, data: await source.readPicture(index) }, options);
}

async function digestAnnotation(
  source: SequenceSource,
  index: number,
  name: string,
  options: DigestOptions,
): Promise<Uint8Array> {
  const data = await source.readAnnotation(index);
  return data
    ? slicedDigest({ name: `the annotation of ${name}`, data }, options)
    : new Uint8Array(DIGEST_BYTES);
}
