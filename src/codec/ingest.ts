import type { NamedFile } from '../files/namedFile.ts';
import { slicedDigestOfBytes } from '../files/slicedDigest.ts';
import { Problem } from '../problem.ts';
import { type CheckedPicture, checkPicture } from '../sequence/checkPicture.ts';
import {
  type FrameSize,
  type Frames,
  frameBytes,
  frameData,
  sameSize,
} from '../sequence/frames.ts';
import { FfmpegFailure } from './ffmpeg/ffmpegFailure.ts';
import type { FfmpegQueue } from './ffmpeg/ffmpegQueue.ts';
import type { FrameProgress } from './frameProgress.ts';
import { decodedFormat } from './raw/pixelFormat.ts';
import { turnFrame } from './raw/turnFrame.ts';

/** Limits of one ffmpeg job, to bound its memory: pictures, and bytes of their frames. */
const CHUNK = { pictures: 24, bytes: 96 * 2 ** 20 } as const;

/**
 * Decodes pictures to yuv420p as `ffmpeg -i %05d.jpg -pix_fmt yuv420p` does, and turns them as
 * their EXIF data says.
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
    digests.push(...(await Promise.all(chunk.map(({ bytes: file }) => slicedDigestOfBytes(file)))));
    const data = await decodeChunk(ffmpeg, chunk, bytes);
    for (const [index, { storedSize, orientation }] of chunk.entries()) {
      const stored = data.subarray(index * bytes, (index + 1) * bytes);
      turnFrame(stored, storedSize, orientation, frameData(into, first + done + index));
    }
    done += chunk.length;
    onProgress(done, pictures.length);
  }
  return digests;
}

interface OpenPicture extends CheckedPicture {
  readonly name: string;
}

/**
 * Reads pictures up to the first of a different format or stored size: ffmpeg takes one format per
 * job, and scales pictures to the size of the first.
 */
async function readChunk(pictures: readonly NamedFile[], size: FrameSize): Promise<OpenPicture[]> {
  const chunk: OpenPicture[] = [];
  for (const { name, data } of pictures) {
    const open = { ...(await checkPicture(data, name, size)), name };
    if (chunk[0] && !decodesLike(chunk[0], open)) break;
    chunk.push(open);
  }
  return chunk;
}

function decodesLike(a: OpenPicture, b: OpenPicture): boolean {
  return a.format === b.format && sameSize(a.storedSize, b.storedSize);
}

/** The frames of all pictures of a chunk as they are stored, one after the other. */
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

/** Null if ffmpeg rejects a picture, or does not decode each to one frame of its stored size. */
async function tryDecode(
  ffmpeg: FfmpegQueue,
  chunk: readonly OpenPicture[],
  bytes: number,
): Promise<Uint8Array | null> {
  const [first] = chunk;
  if (!first) return null;
  const extension = first.format === 'JPEG' ? 'jpg' : 'png';
  try {
    const { data, log } = await ffmpeg.run({
      doing: `decoding ${first.name}${chunk.length > 1 ? ` to ${chunk.at(-1)?.name}` : ''}`,
      inputs: chunk.map((picture, index) => ({
        name: `${String(index).padStart(5, '0')}.${extension}`,
        // A copy, because ffmpeg detaches the buffer and a failed chunk is decoded again.
        read: () => picture.bytes.slice(0, picture.length),
      })),
      arguments: ingestArguments(extension),
      output: 'frames.yuv',
    });
    const size = decodedFormat(log)?.size;
    const isAsStored = size !== undefined && sameSize(size, first.storedSize);
    return isAsStored && data.length === chunk.length * bytes ? data : null;
  } catch (error) {
    if (error instanceof FfmpegFailure) return null;
    throw error;
  }
}

function ingestArguments(extension: 'jpg' | 'png'): string[] {
  return [
    // Fail on a damaged picture instead of decoding it to grey.
    ...['-xerror', '-err_detect', 'explode'],
    // Pictures are turned here: versions of ffmpeg differ in what they turn.
    ...['-noautorotate', '-f', 'image2', '-i', `%05d.${extension}`],
    // One frame per picture, regardless of time stamps.
    ...['-fps_mode', 'passthrough'],
    ...['-pix_fmt', 'yuv420p', '-f', 'rawvideo', 'frames.yuv'],
  ];
}
