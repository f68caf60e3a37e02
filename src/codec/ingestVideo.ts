import type { NamedFile } from '../files/namedFile.ts';
import { Problem } from '../problem.ts';
import { type FrameSize, formatSize, sameSize } from '../sequence/frames.ts';
import { decodeFile, probeFile } from './decode.ts';
import type { FfmpegQueue } from './ffmpeg/ffmpegQueue.ts';
import { formatNotes, type ReadFrames } from './formatNotes.ts';
import type { FrameProgress } from './frameProgress.ts';

/**
 * Decodes the first frames of the user's video to yuv420p; each coded picture is one frame. The
 * file's rotation is applied, and pictures with non-square pixels are scaled to their display size.
 * The colour matrix (BT.601 or BT.709) is not converted, which the notes say.
 *
 * @param size display size of the video, after rotation
 * @param frameCount number of frames to decode
 * @throws Problem naming the file if ffmpeg cannot decode it, its size differs, or it has fewer
 *   frames
 */
export async function ingestVideo(
  ffmpeg: FfmpegQueue,
  video: NamedFile,
  size: FrameSize,
  frameCount: number,
  onProgress: FrameProgress,
): Promise<ReadFrames> {
  const format = await probeFile(ffmpeg, video);
  const fits = sameSize(format.size, size);
  if (!fits && format.squarePixels) {
    throw new Problem(
      `${video.name} decodes to ${formatSize(format.size)} instead of ${formatSize(size)}.`,
      'Convert it with ffmpeg -i INPUT -c:v libx264 -crf 0 OUTPUT.mkv and open that.',
    );
  }
  const { frames } = await decodeFile(ffmpeg, video, {
    format,
    size,
    scale: !fits,
    count: frameCount,
    exact: false,
    onProgress,
  });
  return { frames, notes: formatNotes(format) };
}
