import type { SequenceSource } from './sequence.ts';

/**
 * What a result was made from: SHA-256 over the SHA-256 of each file of the first `frameCount`
 * frames, in order: picture, then annotation (32 zero bytes where there is none); of a video file
 * that of the whole file in place of the pictures. Names do not count, so that a copy under other
 * names is the same input.
 *
 * @returns 64 hexadecimal digits
 * @throws Problem when a file cannot be read
 */
export async function fingerprint(source: SequenceSource, frameCount: number): Promise<string> {
  const digests: Uint8Array[] = [];
  if (source.video) digests.push(await sha256(await source.video.data.arrayBuffer()));
  for (let index = 0; index < frameCount; index++) {
    if (!source.video) {
      digests.push(await sha256(await (await source.readPicture(index)).arrayBuffer()));
    }
    const annotation = await source.readAnnotation(index);
    digests.push(
      annotation ? await sha256(await annotation.arrayBuffer()) : new Uint8Array(DIGEST_BYTES),
    );
  }
  return toHex(await sha256(await new Blob(digests as BlobPart[]).arrayBuffer()));
}

/** SHA-256 of a text, 64 hexadecimal digits. */
export async function textDigest(text: string): Promise<string> {
  return toHex(await sha256(new TextEncoder().encode(text)));
}

const DIGEST_BYTES = 32;

async function sha256(data: BufferSource): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', data));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
