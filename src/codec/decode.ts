import { fileExtension } from '../files/fileNames.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { Problem } from '../problem.ts';
import { type FrameSize, type Frames, frameBytes, frameData } from '../sequence/frames.ts';
import type { DecodedVideo, EncodedVideo } from './encodedVideo.ts';
import { FfmpegFailure } from './ffmpeg/ffmpegFailure.ts';
import { mountedPath } from './ffmpeg/ffmpegProcess.ts';
import type { FfmpegQueue } from './ffmpeg/ffmpegQueue.ts';
import type { FrameProgress } from './frameProgress.ts';
import { copyFrame } from './padding.ts';
import { type DecodedFormat, decodedFormat } from './raw/pixelFormat.ts';
import { roundTo8Bit } from './raw/sampleDepth.ts';
import { allocateFramesFor } from './sharedMemory.ts';

/**
 * Most bytes of raw frames that one job writes. ffmpeg keeps its output in memory that grows by
 * copying and is copied once more on the way out, so a long video is decoded in several jobs; each
 * decodes again what comes before its frames, and throws it away.
 */
const PIECE_BYTES = 192 * 2 ** 20;

/** How {@link decodeFile} decodes. */
export interface DecodeFileOptions {
  /** What ffmpeg said about the file; see {@link probeFile}. */
  readonly format: DecodedFormat;
  /** Size of the frames to make: what the file has more on the right and below is cut off. */
  readonly size: FrameSize;
  /** Scales the pictures to `size` instead of cutting. */
  readonly scale?: boolean;
  /** How many frames to take from the start. */
  readonly count: number;
  /** True when a file with more frames than `count` is to be refused. */
  readonly exact: boolean;
  /** What the user can do about a file that cannot be decoded, a sentence. */
  readonly remedy?: string;
  readonly onProgress: FrameProgress;
}

/**
 * Decodes what was encoded here, and cuts off what was padded.
 *
 * @throws Problem when ffmpeg refuses the file or makes another number of frames of it
 */
export function decode(
  ffmpeg: FfmpegQueue,
  { title, file, size, codedSize, packets }: EncodedVideo,
  onProgress: FrameProgress,
): Promise<DecodedVideo> {
  const encoded = { name: `${title}.mkv`, data: new Blob([file]) };
  return decodeFile(ffmpeg, encoded, {
    format: { size: codedSize, bitDepth: 8, squarePixels: true },
    size,
    count: packets.length,
    exact: true,
    remedy: 'Encode the sequence again.',
    onProgress,
  });
}

/**
 * Decodes a file's first picture, to learn what ffmpeg makes of it.
 *
 * @throws Problem that names the file when ffmpeg cannot decode it
 */
export async function probeFile(ffmpeg: FfmpegQueue, file: NamedFile): Promise<DecodedFormat> {
  const { log } = await runOn(ffmpeg, file, ANOTHER_FILE, {
    doing: `reading ${file.name}`,
    arguments: ['-frames:v', '1', '-f', 'rawvideo'],
  });
  const format = decodedFormat(log);
  if (format) return format;
  throw new Problem(`ffmpeg does not say what pictures ${file.name} holds.`, ANOTHER_FILE);
}

/**
 * Decodes a video file to yuv420p frames of 8 bit. The file is read where it lies; neither it nor
 * all of its frames need to fit into ffmpeg's memory. More than 8 bit is rounded (see
 * {@link roundTo8Bit}), full range becomes limited range, and a rotation that the file asks for is
 * applied, as players do. Time stamps are not looked at: each coded picture is a frame.
 *
 * @returns the frames, and the seconds that ffmpeg took in all
 * @throws Problem that names the file when ffmpeg finds it damaged, or when it has fewer frames
 *   than wanted (or more, where `exact`)
 */
export async function decodeFile(
  ffmpeg: FfmpegQueue,
  file: NamedFile,
  options: DecodeFileOptions,
): Promise<DecodedVideo> {
  const { size, count, exact, onProgress } = options;
  const decodedSize = options.scale ? size : options.format.size;
  const { bitDepth } = options.format;
  const bytes = frameBytes(decodedSize) * (bitDepth > 8 ? 2 : 1);
  const perPiece = Math.max(1, Math.floor(PIECE_BYTES / bytes));
  const frames = allocateFramesFor(`decoding ${file.name}`, size, count);
  let done = 0;
  let seconds = 0;
  while (done < count) {
    const from = done;
    const wanted = Math.min(perPiece, count - from);
    // One frame more than the last that is wanted shows that there are too many.
    const asked = exact && from + wanted === count ? wanted + 1 : wanted;
    const output = await runOn(ffmpeg, file, options.remedy ?? ANOTHER_FILE, {
      doing: `decoding frames ${from} to ${from + wanted - 1} of ${file.name}`,
      arguments: [
        ...['-vf', filters(from, asked, options)],
        ...['-fps_mode', 'passthrough', '-f', 'rawvideo'],
        ...['-pix_fmt', bitDepth > 8 ? `yuv420p${bitDepth}le` : 'yuv420p'],
      ],
      onFrames: (now) => onProgress(Math.min(from + now, count), count),
    });
    seconds += output.seconds;
    const decoded = output.data.length / bytes;
    if (decoded !== wanted) throw wrongCount(file.name, from + decoded, options);
    keepFrames(output.data, decodedSize, bitDepth, frames, from, wanted);
    done += wanted;
    onProgress(done, count);
  }
  return { frames, seconds };
}

function filters(from: number, count: number, { scale, size }: DecodeFileOptions): string {
  const trim = `trim=start_frame=${from}:end_frame=${from + count}`;
  return scale ? `${trim},scale=${size.width}:${size.height}` : trim;
}

/** Moves decoded frames to their place, rounded and cropped. */
function keepFrames(
  data: Uint8Array,
  decodedSize: FrameSize,
  bitDepth: number,
  frames: Frames,
  first: number,
  count: number,
): void {
  const samples = frameBytes(decodedSize);
  const rounded = new Uint8Array(bitDepth > 8 ? samples : 0);
  const bytes = data.length / count;
  for (let index = 0; index < count; index++) {
    let frame = data.subarray(index * bytes, (index + 1) * bytes);
    if (bitDepth > 8) {
      roundTo8Bit(frame, bitDepth, rounded);
      frame = rounded;
    }
    copyFrame(frame, decodedSize, frameData(frames, first + index), frames.size);
  }
}

interface FileJob {
  readonly doing: string;
  /** Between the input and the output's name. */
  readonly arguments: readonly string[];
  readonly onFrames?: (done: number) => void;
}

async function runOn(ffmpeg: FfmpegQueue, { name, data }: NamedFile, remedy: string, job: FileJob) {
  // ffmpeg recognises bare streams by their name too; the rest of the user's name may be anything.
  const input = `video.${fileExtension(name).replace(/\W/g, '') || 'bin'}`;
  try {
    return await ffmpeg.run({
      ...job,
      inputs: [{ name: input, blob: data }],
      arguments: [
        // A damaged picture is an error, not a grey area.
        ...['-xerror', '-err_detect', 'explode'],
        ...['-i', mountedPath(input), '-map', '0:V:0'],
        ...[...job.arguments, 'frames.yuv'],
      ],
      output: 'frames.yuv',
    });
  } catch (error) {
    if (!(error instanceof FfmpegFailure)) throw error;
    // This build of ffmpeg has no decoder for AV1 in software; what it says of it helps nobody.
    if (/: Video: av1\b/.test(error.log)) {
      throw new Problem(
        `${name} is AV1, which ffmpeg.wasm cannot decode.`,
        'Decode it with native ffmpeg -i INPUT OUTPUT.y4m and import the frames, with this file for its bits.',
        { cause: error },
      );
    }
    throw error.toProblem(remedy);
  }
}

function wrongCount(
  name: string,
  found: number,
  { count, exact, remedy }: DecodeFileOptions,
): Problem {
  if (found > count) {
    return new Problem(
      `${name} has more than ${count} frames, the sequence ${count}.`,
      remedy ?? SAME_SEQUENCE,
    );
  }
  return new Problem(
    `${name} decodes to ${found} frames instead of ${count}.`,
    remedy ?? (exact ? SAME_SEQUENCE : 'Copy the file again, or ask for fewer frames.'),
  );
}

const SAME_SEQUENCE =
  'Choose a stream of all frames of this sequence, or open the sequence that it was made from.';
const ANOTHER_FILE =
  'Copy the file again, or convert it, e.g. with ffmpeg -i INPUT -c:v libx264 -crf 0 OUTPUT.mkv.';
