import type { NamedFile } from '../files/namedFile.ts';
import { isProblem, Problem } from '../problem.ts';
import { type FrameSize, formatSize, sameSize } from '../sequence/frames.ts';
import type { StreamContents } from './bitstream/annexBStream.ts';
import type { ReadProgress } from './container/openContainer.ts';
import { decodeFile, probeFile } from './decode.ts';
import type { ImportedStream } from './encodedVideo.ts';
import type { FfmpegQueue } from './ffmpeg/ffmpegQueue.ts';
import { formatNotes, type ReadFrames } from './formatNotes.ts';
import type { FrameProgress } from './frameProgress.ts';
import { type CarriedMasks, extractMasks, withoutMasks } from './maskCarrier.ts';
import { evenSize } from './padding.ts';
import { readStreamContents } from './streamContents.ts';

/** An imported stream of the open sequence, and its decoded frames. */
export interface ImportedFrames extends ReadFrames {
  readonly video: ImportedStream;
  /** The mask stream that the video carries; null if it carries none. */
  readonly masks: CarriedStream | null;
}

/** A mask stream that was found in a video. */
export interface CarriedStream {
  /** One per frame; null if its message is missing or damaged. */
  readonly packets: readonly (Uint8Array | null)[];
  /** Bits that its messages add to the video. */
  readonly bits: number;
  /** Why the masks cannot be read, e.g. because of a newer version; null if they can. */
  readonly problem: Error | null;
}

/** A stream that was read but not decoded. */
export interface StreamFile {
  /** The stream without the masks that it carries. */
  readonly file: NamedFile;
  readonly contents: StreamContents & { readonly codec: string };
  readonly masks: CarriedStream | null;
}

/**
 * Reads an encoded stream of a sequence: `.mkv`, `.webm`, `.mp4` and `.mov` with any codec, and bare
 * HEVC (`.hevc`, `.265`, `.h265`). A mask stream in the video is removed, so that the video's bits
 * are those of its pictures.
 *
 * @throws Problem naming the file if it cannot be read
 */
export async function openStreamFile(
  given: NamedFile,
  onProgress?: ReadProgress,
): Promise<StreamFile> {
  const contents = await readStreamContents(given, onProgress);
  if (contents.codec !== 'HEVC') return { file: given, contents, masks: null };
  let carried: CarriedMasks | null;
  try {
    carried = await extractMasks(given, onProgress);
  } catch (problem) {
    if (!isProblem(problem)) throw problem;
    const masks: CarriedStream = { packets: [], bits: 0, problem };
    const file = { name: given.name, data: await withoutMasks(given, onProgress) };
    return { file, contents: await readStreamContents(file, onProgress), masks };
  }
  if (!carried) return { file: given, contents, masks: null };
  const file = { name: given.name, data: carried.video };
  const masks: CarriedStream = {
    packets: carried.packets,
    bits: carried.maskBits,
    problem: null,
  };
  return { file, contents: await readStreamContents(file, onProgress), masks };
}

/**
 * Imports an encoded stream of the sequence instead of encoding it: its packets give the bits, and
 * its frames are decoded, from any codec that ffmpeg.wasm decodes (HEVC, H.264, VP8, VP9, MPEG-4…).
 *
 * @param size size of the sequence; the stream may have its even size instead
 * @param count number of frames of the sequence; the stream must have as many
 * @throws Problem naming the file if its size or number of frames differs, or if it is damaged or
 *   in a codec that ffmpeg.wasm lacks
 */
export async function importStream(
  ffmpeg: FfmpegQueue,
  { file, contents, masks }: StreamFile,
  size: FrameSize,
  count: number,
  onProgress: FrameProgress,
): Promise<ImportedFrames> {
  if (contents.packets.length !== count) {
    throw new Problem(
      `${file.name} has ${contents.packets.length} pictures, but the sequence has ${count} frames.`,
      'Choose a stream of all frames of this sequence, or open the sequence that it was made from.',
    );
  }
  const format = await probeFile(ffmpeg, file);
  if (!sameSize(format.size, size) && !sameSize(format.size, evenSize(size))) {
    throw new Problem(
      `${file.name} has pictures of ${formatSize(format.size)}, but the sequence has ${formatSize(size)}.`,
      'Choose a stream of this sequence at its size, or open the sequence that it was made from.',
    );
  }
  assertSameCodec(file.name, contents.codec, format.codec);
  const { frames, seconds } = await decodeFile(ffmpeg, file, {
    format,
    size,
    count,
    exact: true,
    onProgress,
  });
  const video: ImportedStream = {
    title: file.name,
    codec: contents.codec,
    size,
    codedSize: format.size,
    packets: contents.packets,
    headerBytes: contents.headerBytes,
    streamBytes: null,
    file: file.data,
    settings: null,
    commandLine: null,
    log: contents.encoderText ?? '',
    seconds,
  };
  return { video, frames, notes: [...contents.notes, ...formatNotes(format)], masks };
}

/**
 * The track whose packets are counted must be the one that ffmpeg decodes.
 *
 * @param counted the codec's common name
 * @param decoded ffmpeg's name of the codec
 */
function assertSameCodec(name: string, counted: string, decoded: string): void {
  const expected = FFMPEG_NAMES[counted];
  if (expected === undefined || expected === decoded) return;
  throw new Problem(
    `${name} has several video tracks: the first in the file is ${counted}, and ffmpeg decodes ${decoded}.`,
    'Keep one of them, with ffmpeg -i INPUT -map 0:v:0 -c copy OUTPUT.mkv.',
  );
}

const FFMPEG_NAMES: Readonly<Record<string, string>> = {
  HEVC: 'hevc',
  'H.264': 'h264',
  VP8: 'vp8',
  VP9: 'vp9',
};
