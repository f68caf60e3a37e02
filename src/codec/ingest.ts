import type { NamedFile } from '../files/namedFile.ts';
import { readBytes } from '../files/readBytes.ts';
import { slicedDigestOfBytes } from '../files/slicedDigest.ts';
import { Problem } from '../problem.ts';
import {
  type FrameSize,
  type Frames,
  formatSize,
  frameBytes,
  sameSize,
} from '../sequence/frames.ts';
import { FfmpegFailure } from './ffmpeg/ffmpegFailure.ts';
import type { FfmpegQueue } from './ffmpeg/ffmpegQueue.ts';
import type { FrameProgress } from './frameProgress.ts';
import { examinePicture, type PictureFile } from './raw/pictureFile.ts';

/** Limits of one ffmpeg job, to bound its memory: pictures, and bytes of their frames. */
const CHUNK = { pictures: 24, bytes: 96 * 2 ** 20 } as const;

/**
 * Decodes pictures to yuv420p as `ffmpeg -i %05d.jpg -pix_fmt yuv420p` does.
 *
 * @param into frames of the size that every picture must have
 * @param first the frame to write the first picture to
 * @returns SHA-256 of each picture's file, 32 bytes
 * @throws Problem naming the first picture that is damaged, cut off, neither JPEG nor PNG, or of a
 *   different size
 */
export async function ingest(
  ffmpeg: FfmpegQueue,
  pictures: readonly NamedFile[],
  into: Frames,
  first: number,
  onProgress: FrameProgress,
): Promise<readonly Uint8Array[]> {
  const { size } = into;
  const bytes = frameBytes(size);
  const perChunk = Math.max(1, Math.min(CHUNK.pictures, Math.floor(CHUNK.bytes / bytes)));
  const digests: Uint8Array[] = [];
  let done = 0;
  while (done < pictures.length) {
    const chunk = await readChunk(pictures.slice(done, done + perChunk), size);
    digests.push(...(await Promise.all(chunk.map(({ data }) => slicedDigestOfBytes(data)))));
    const data = await decodeChunk(ffmpeg, chunk, bytes);
    new Uint8Array(into.buffer, (first + done) * bytes, data.length).set(data);
    done += chunk.length;
    onProgress(done, pictures.length);
  }
  return digests;
}

interface OpenPicture {
  readonly name: string;
  readonly format: PictureFile['format'];
  readonly data: Uint8Array<ArrayBuffer>;
}

/** Reads pictures up to the first of a different format: ffmpeg takes one format per job. */
async function readChunk(pictures: readonly NamedFile[], size: FrameSize): Promise<OpenPicture[]> {
  const chunk: OpenPicture[] = [];
  for (const picture of pictures) {
    const open = await openPicture(picture, size);
    if (chunk[0] && chunk[0].format !== open.format) break;
    chunk.push(open);
  }
  return chunk;
}

async function openPicture(picture: NamedFile, size: FrameSize): Promise<OpenPicture> {
  const { name, data } = picture;
  const bytes = await readBytes(picture, 0, data.size, 'Open the sequence again.');
  const file = examinePicture(bytes);
  if (!file) {
    throw new Problem(
      `${name} is not a JPEG or PNG picture, or its header is damaged.`,
      'Replace it, or leave it out of the sequence.',
    );
  }
  if (!sameSize(file.size, size)) {
    throw new Problem(
      `${name} is ${formatSize(file.size)}, but the sequence is ${formatSize(size)}.`,
      'All pictures of a sequence must have the same size: scale this one or leave it out.',
    );
  }
  if (!file.complete) {
    throw new Problem(
      `${name} is cut off: its end is missing after ${bytes.length} bytes.`,
      'Copy or download this file again.',
    );
  }
  return { name, format: file.format, data: bytes };
}

/** The frames of all pictures of a chunk, one after the other. */
async function decodeChunk(
  ffmpeg: FfmpegQueue,
  chunk: readonly OpenPicture[],
  bytes: number,
): Promise<Uint8Array> {
  const data = await tryDecode(ffmpeg, chunk, bytes);
  if (data) return data;
  // ffmpeg does not report which picture is damaged, so decode each alone.
  for (const picture of chunk) {
    if (await tryDecode(ffmpeg, [picture], bytes)) continue;
    throw new Problem(
      `${picture.name} is damaged: ffmpeg cannot decode it.`,
      'Copy or download this file again, or leave it out of the sequence.',
    );
  }
  throw new Problem(
    `ffmpeg decodes the pictures from ${chunk[0]?.name} to ${chunk.at(-1)?.name} one by one, but not together.`,
    'Save them all in the same way (JPEG or PNG, colour or grey) and open the sequence again.',
  );
}

/** Null if ffmpeg rejects a picture or does not decode exactly one frame per picture. */
async function tryDecode(
  ffmpeg: FfmpegQueue,
  chunk: readonly OpenPicture[],
  bytes: number,
): Promise<Uint8Array | null> {
  const format = chunk[0]?.format ?? 'jpg';
  try {
    const { data } = await ffmpeg.run({
      doing: `decoding ${chunk[0]?.name}${chunk.length > 1 ? ` to ${chunk.at(-1)?.name}` : ''}`,
      inputs: chunk.map((picture, index) => ({
        name: `${String(index).padStart(5, '0')}.${format}`,
        // A copy, because ffmpeg detaches the buffer and a failed chunk is decoded again.
        read: () => picture.data.slice(),
      })),
      arguments: ingestArguments(format),
      output: 'frames.yuv',
    });
    return data.length === chunk.length * bytes ? data : null;
  } catch (error) {
    if (error instanceof FfmpegFailure) return null;
    throw error;
  }
}

function ingestArguments(format: PictureFile['format']): string[] {
  return [
    // Fail on a damaged picture instead of decoding it to grey.
    ...['-xerror', '-err_detect', 'explode'],
    ...['-f', 'image2', '-i', `%05d.${format}`],
    // One frame per picture, regardless of time stamps.
    ...['-fps_mode', 'passthrough'],
    ...['-pix_fmt', 'yuv420p', '-f', 'rawvideo', 'frames.yuv'],
  ];
}
