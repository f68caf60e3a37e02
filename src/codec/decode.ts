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
 * Maximum bytes of raw frames that one job writes. ffmpeg keeps its output in a buffer that grows
 * by copying and is copied again when it is read, so a long video is decoded in several jobs. Each
 * job decodes from the start and drops the frames before its own.
 */
const PIECE_BYTES = 192 * 2 ** 20;

/** Options of {@link decodeFile}. */
export interface DecodeFileOptions {
  /** The file's format, from {@link probeFile}. */
  readonly format: Pick<DecodedFormat, 'size' | 'bitDepth' | 'fullRange'>;
  /** Size of the returned frames; larger pictures are cropped on the right and at the bottom. */
  readonly size: FrameSize;
  /** Scales the pictures to `size` instead of cropping them. */
  readonly scale?: boolean;
  /** Number of frames to decode, from the start. */
  readonly count: number;
  /** True to refuse a file with more than `count` frames. */
  readonly exact: boolean;
  /** What the user can do if the file cannot be decoded, as a sentence. */
  readonly remedy?: string;
  readonly onProgress: FrameProgress;
}

/**
 * Decodes a video that Maskscope encoded, and crops the padding.
 *
 * @throws Problem if ffmpeg rejects the file or decodes a different number of frames
 */
export function decode(
  ffmpeg: FfmpegQueue,
  { title, file, size, codedSize, packets }: EncodedVideo,
  onProgress: FrameProgress,
): Promise<DecodedVideo> {
  const encoded = { name: `${title}.mkv`, data: new Blob([file]) };
  return decodeFile(ffmpeg, encoded, {
    format: { size: codedSize, bitDepth: 8, fullRange: false },
    size,
    count: packets.length,
    exact: true,
    remedy: 'Encode the sequence again.',
    onProgress,
  });
}

/**
 * Decodes a file's first picture to find out its format.
 *
 * @throws Problem naming the file if ffmpeg cannot decode it
 */
export async function probeFile(ffmpeg: FfmpegQueue, file: NamedFile): Promise<DecodedFormat> {
  const { log } = await runOn(ffmpeg, file, ANOTHER_FILE, {
    doing: `reading ${file.name}`,
    arguments: ['-frames:v', '1', '-f', 'rawvideo'],
  });
  const format = decodedFormat(log);
  if (format) return format;
  throw new Problem(`ffmpeg does not report the picture format of ${file.name}.`, ANOTHER_FILE);
}

/**
 * Decodes a video file to 8-bit yuv420p frames. ffmpeg reads the file in pieces, so neither the
 * file nor all of its frames need to fit into ffmpeg's memory. Samples of more than 8 bits are
 * rounded (see {@link roundTo8Bit}), full range becomes limited range, and the file's rotation is
 * applied, as players do. Time stamps are ignored: each coded picture is a frame.
 *
 * @returns the frames, and the seconds that ffmpeg takes to decode the whole file once
 * @throws Problem naming the file if it is damaged, or has fewer frames than `count` (or more, if
 *   `exact`)
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
  // Each job decodes from the start, so the last one alone decodes the whole video.
  let seconds = 0;
  while (done < count) {
    const from = done;
    const wanted = Math.min(perPiece, count - from);
    // One extra frame detects a file with too many.
    const requested = exact && from + wanted === count ? wanted + 1 : wanted;
    const output = await runOn(ffmpeg, file, options.remedy ?? ANOTHER_FILE, {
      doing: `decoding frames ${from} to ${from + wanted - 1} of ${file.name}`,
      arguments: [
        ...['-vf', filters(from, requested, options)],
        ...['-fps_mode', 'passthrough', '-f', 'rawvideo'],
        ...['-pix_fmt', bitDepth > 8 ? `yuv420p${bitDepth}le` : 'yuv420p'],
      ],
      onFrames: (now) => onProgress(Math.min(from + now, count), count),
    });
    seconds = output.seconds;
    const decoded = output.data.length / bytes;
    if (decoded !== wanted) throw wrongCount(file.name, from + decoded, options);
    storeFrames(output.data, decodedSize, bitDepth, frames, from, wanted);
    done += wanted;
    onProgress(done, count);
  }
  return { frames, seconds };
}

function filters(from: number, count: number, options: DecodeFileOptions): string {
  const { format, scale, size } = options;
  const steps = [`trim=start_frame=${from}:end_frame=${from + count}`];
  if (scale) steps.push(`scale=${size.width}:${size.height}`);
  // ffmpeg converts by itself only the range of its pixel formats yuvj420p and so on.
  if (format.fullRange) steps.push('scale=in_range=full:out_range=tv');
  return steps.join(',');
}

/** Copies decoded frames into `frames`, rounded and cropped. */
function storeFrames(
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
  /** Options between the input and the output's name. */
  readonly arguments: readonly string[];
  readonly onFrames?: (done: number) => void;
}

async function runOn(ffmpeg: FfmpegQueue, { name, data }: NamedFile, remedy: string, job: FileJob) {
  // ffmpeg needs the extension to recognise bare streams; the user's name may have any characters.
  const input = `video.${fileExtension(name).replace(/\W/g, '') || 'bin'}`;
  try {
    return await ffmpeg.run({
      ...job,
      inputs: [{ name: input, blob: data }],
      arguments: [
        // Fail on a damaged picture instead of decoding it to grey.
        ...['-xerror', '-err_detect', 'explode'],
        ...['-i', mountedPath(input), '-map', '0:V:0'],
        ...[...job.arguments, 'frames.yuv'],
      ],
      output: 'frames.yuv',
    });
  } catch (error) {
    if (!(error instanceof FfmpegFailure)) throw error;
    // This build of ffmpeg has no software decoder for AV1, and its own message does not say so.
    if (/: Video: av1\b/.test(error.log)) {
      throw new Problem(
        `${name} is AV1, which ffmpeg.wasm cannot decode.`,
        'Decode it with native ffmpeg -i INPUT OUTPUT.y4m, then import those frames and this file as their bitstream.',
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
      `${name} has more frames than the sequence, which has ${count}.`,
      remedy ?? SAME_SEQUENCE,
    );
  }
  return new Problem(
    `${name} decodes to ${found} frames instead of ${count}.`,
    remedy ?? (exact ? SAME_SEQUENCE : 'Copy the file again, or choose fewer frames.'),
  );
}

const SAME_SEQUENCE =
  'Choose a stream of all frames of this sequence, or open the sequence that it was made from.';
const ANOTHER_FILE =
  'Copy the file again, or convert it, e.g. with ffmpeg -i INPUT -c:v libx264 -crf 0 OUTPUT.mkv.';
