import type { NamedFile } from '../files/namedFile.ts';
import { isProblem, Problem } from '../problem.ts';
import { type FrameSize, type Frames, formatSize, sameSize } from '../sequence/frames.ts';
import { decodeFile, probeFile } from './decode.ts';
import type { ImportedStream } from './encodedVideo.ts';
import type { FfmpegQueue } from './ffmpeg/ffmpegQueue.ts';
import type { FrameProgress } from './frameProgress.ts';
import { type CarriedMasks, extractMasks, withoutMasks } from './maskCarrier.ts';
import { evenSize } from './padding.ts';
import { readStreamContents } from './streamContents.ts';

/** An encoded stream of the open sequence that was given, and its frames. */
export interface ImportedFrames {
  readonly video: ImportedStream;
  readonly frames: Frames;
  /** The mask stream that the video carries; null where it carries none. */
  readonly masks: CarriedStream | null;
}

/** A mask stream as it lay in a video. */
export interface CarriedStream {
  /** One for each frame; null where its message is missing or damaged. */
  readonly packets: readonly (Uint8Array | null)[];
  /** All that its messages add to the video. */
  readonly bits: number;
  /** Why they cannot be read though the video can, e.g. of a newer version; null where they can. */
  readonly problem: Error | null;
}

/**
 * Takes an encoded stream of the sequence in place of encoding: bits from its packets, frames from
 * its decode. `.mkv`, `.webm`, `.mp4`, `.mov` with any codec that ffmpeg.wasm decodes (HEVC,
 * H.264, VP8, VP9, MPEG-4…), or bare HEVC (`.hevc`, `.265`, `.h265`). A mask stream that it carries
 * is taken out: the video's bits are those of its pictures.
 *
 * @param size the sequence's pictures; the stream may have their even size too
 * @param count the sequence's frames; the stream must have as many
 * @throws Problem that names the file when its size or number of frames is another, when it is
 *   damaged or in a codec that ffmpeg.wasm lacks
 */
export async function importStream(
  ffmpeg: FfmpegQueue,
  given: NamedFile,
  size: FrameSize,
  count: number,
  onProgress: FrameProgress,
): Promise<ImportedFrames> {
  const { file, contents, masks } = await takeMasksOut(given);
  if (contents.packets.length !== count) {
    throw new Problem(
      `${file.name} has ${contents.packets.length} pictures, the sequence ${count} frames.`,
      'Choose a stream of all frames of this sequence, or open the sequence that it was made from.',
    );
  }
  const format = await probeFile(ffmpeg, file);
  if (!sameSize(format.size, size) && !sameSize(format.size, evenSize(size))) {
    throw new Problem(
      `${file.name} has pictures of ${formatSize(format.size)}, the sequence of ${formatSize(size)}.`,
      'Choose a stream of this sequence at its size, or open the sequence that it was made from.',
    );
  }
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
    file: file.data,
    settings: null,
    commandLine: null,
    log: contents.encoderText ?? '',
    seconds,
  };
  return { video, frames, masks };
}

async function takeMasksOut(given: NamedFile) {
  const contents = await readStreamContents(given);
  if (contents.codec !== 'HEVC') return { file: given, contents, masks: null };
  let carried: CarriedMasks | null;
  try {
    carried = await extractMasks(given);
  } catch (problem) {
    if (!isProblem(problem)) throw problem;
    const masks: CarriedStream = { packets: [], bits: 0, problem };
    const file = { name: given.name, data: await withoutMasks(given) };
    return { file, contents: await readStreamContents(file), masks };
  }
  if (!carried) return { file: given, contents, masks: null };
  const file = { name: given.name, data: carried.video };
  const masks: CarriedStream = {
    packets: carried.packets,
    bits: carried.maskBits,
    problem: null,
  };
  return { file, contents: await readStreamContents(file), masks };
}
