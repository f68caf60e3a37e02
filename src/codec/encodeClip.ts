import { Problem } from '../problem.ts';
import { type FrameSize, formatSize } from '../sequence/frames.ts';
import { FfmpegFailure } from './ffmpeg/ffmpegFailure.ts';
import { type JobInput, mountedPath } from './ffmpeg/ffmpegProcess.ts';
import type { FfmpegQueue } from './ffmpeg/ffmpegQueue.ts';
import type { FrameProgress } from './frameProgress.ts';

/** Pictures of the screen that become a video for others to watch. */
export interface RawClip {
  /** RGBA bytes of all frames, one after the other: [count, height, width, 4]. */
  readonly pixels: Blob;
  /** Even for MP4. */
  readonly size: FrameSize;
  readonly count: number;
  /** Frames per second; at most {@link MOST_GIF_RATE} for GIF. */
  readonly frameRate: number;
}

/** Files that ffmpeg makes of a clip: H.264 in MP4, or GIF. */
export type ClipFormat = 'mp4' | 'gif';

/** GIF counts in hundredths of a second, and players show one hundredth as ten. */
export const MOST_GIF_RATE = 50;

/**
 * Most bytes of pixels. ffmpeg reads them where the browser keeps them, in memory or on disk; it was
 * tried with 4.5 GiB.
 */
const MOST_BYTES = 2 ** 32;

/**
 * Encodes a clip with ffmpeg, frame by frame: neither its pixels nor the result need to fit into
 * ffmpeg's memory.
 *
 * @param onProgress called with the number of encoded frames; for GIF not before the colours are
 *   chosen
 * @throws Problem if the clip is too large, its pixels are incomplete, or ffmpeg cannot be loaded or
 *   fails
 */
export async function encodeClip(
  ffmpeg: FfmpegQueue,
  clip: RawClip,
  format: ClipFormat,
  onProgress: FrameProgress,
): Promise<Uint8Array<ArrayBuffer>> {
  assertEncodable(clip);
  try {
    return format === 'gif'
      ? await encodeGif(ffmpeg, clip, onProgress)
      : await encodeMp4(ffmpeg, clip, onProgress);
  } catch (error) {
    throw error instanceof FfmpegFailure ? error.toProblem(SMALLER) : error;
  }
}

/** Bytes of the pixels of a clip. */
function rawClipBytes({ width, height }: FrameSize, count: number): number {
  return width * height * 4 * count;
}

/** @throws Problem if ffmpeg cannot encode that many pixels */
export function assertClipFits(size: FrameSize, count: number): void {
  const bytes = rawClipBytes(size, count);
  if (bytes <= MOST_BYTES) return;
  throw new Problem(
    `A clip of ${count} frames of ${formatSize(size)} is too large for ffmpeg.wasm: ${gigabytes(bytes)} of pixels, of at most ${gigabytes(MOST_BYTES)}.`,
    SMALLER,
  );
}

const SMALLER = 'Choose fewer frames or a smaller size.';

function assertEncodable({ pixels, size, count }: RawClip): void {
  assertClipFits(size, count);
  if (count > 0 && pixels.size === rawClipBytes(size, count)) return;
  throw new Problem(
    `A clip of ${count} frames of ${formatSize(size)} has ${pixels.size} bytes of pixels instead of ${rawClipBytes(size, count)}.`,
    'Make the clip again.',
  );
}

/** H.264 that every player plays: 4:2:0 in the range and colours of HD video. */
async function encodeMp4(ffmpeg: FfmpegQueue, clip: RawClip, onProgress: FrameProgress) {
  const { data } = await ffmpeg.run({
    ...job(clip, 'encoding', onProgress),
    arguments: [
      ...input(clip),
      ...['-vf', 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p'],
      ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
      // Two threads: ffmpeg.wasm cannot add any, see cpuCores.ts.
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '16', '-threads', '2'],
      ...['-fps_mode', 'passthrough', '-movflags', '+faststart', 'clip.mp4'],
    ],
    output: 'clip.mp4',
  });
  return data;
}

/** One palette for all frames, so that colours do not flicker. */
async function encodeGif(ffmpeg: FfmpegQueue, clip: RawClip, onProgress: FrameProgress) {
  const palette = await ffmpeg.run({
    ...job(clip, 'choosing the colours of', () => {}),
    arguments: [
      ...input(clip),
      // A line for each frame: ffmpeg reports nothing before its first output, and after 30 seconds
      // of silence it would be ended.
      ...['-vf', 'showinfo=checksum=0,palettegen', '-frames:v', '1', 'palette.png'],
    ],
    output: 'palette.png',
  });
  const { data } = await ffmpeg.run({
    ...job(clip, 'encoding', onProgress, [{ name: 'colours.png', read: () => palette.data }]),
    arguments: [
      ...input(clip),
      // A filter instead of a second input, with which ffmpeg.wasm deadlocks. Choosing and using
      // the colours in one command would keep all frames in its memory.
      ...['-vf', 'null[frames];movie=colours.png[colours];[frames][colours]paletteuse'],
      ...['-fps_mode', 'passthrough', 'clip.gif'],
    ],
    output: 'clip.gif',
  });
  return data;
}

function job(
  { pixels, count }: RawClip,
  doing: string,
  onProgress: FrameProgress,
  others: readonly JobInput[] = [],
) {
  return {
    doing: `${doing} a clip of ${count} frames`,
    inputs: [{ name: PIXELS, blob: pixels }, ...others],
    onFrames: (done: number) => onProgress(Math.min(done, count), count),
  };
}

const PIXELS = 'clip.rgba';

function input({ size, frameRate }: RawClip): string[] {
  const format = ['-f', 'rawvideo', '-pixel_format', 'rgba'];
  const frames = ['-video_size', `${size.width}x${size.height}`, '-framerate', String(frameRate)];
  return [...format, ...frames, '-i', mountedPath(PIXELS)];
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
