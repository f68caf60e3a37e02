import { Problem } from '../problem.ts';
import { type FrameSize, type Frames, formatSize, sameSize } from '../sequence/frames.ts';
import type { NamedPicture } from '../sequence/sequence.ts';
import type { FrameProgress } from './codecApi.ts';
import { decodeFile, probeFile } from './decodeFile.ts';
import type { ImportedStream } from './encodedVideo.ts';
import type { FfmpegQueue } from './ffmpegQueue.ts';
import { evenSize } from './padding.ts';
import { readStreamContents } from './streamContents.ts';

/** An encoded stream that somebody else made of the open sequence, and its frames. */
export interface ImportedFrames {
  readonly video: ImportedStream;
  readonly frames: Frames;
}

/**
 * Takes an encoded stream of the sequence in place of encoding: bits from its packets, frames from
 * its decode. `.mkv`, `.webm`, `.mp4`, `.mov` with any codec that ffmpeg.wasm decodes (HEVC,
 * H.264, VP8, VP9, MPEG-4…), or bare HEVC (`.hevc`, `.265`, `.h265`).
 *
 * @param size the sequence's pictures; the stream may have their even size too
 * @param count the sequence's frames; the stream must have as many
 * @throws Problem that names the file when its size or number of frames is another, when it is
 *   damaged or in a codec that ffmpeg.wasm lacks
 */
export async function importStream(
  ffmpeg: FfmpegQueue,
  file: NamedPicture,
  size: FrameSize,
  count: number,
  onProgress: FrameProgress,
): Promise<ImportedFrames> {
  const contents = await readStreamContents(file);
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
  return { video, frames };
}
