import type { NamedFile } from '../files/namedFile.ts';
import { Problem } from '../problem.ts';
import { type FrameSize, type Frames, formatSize, sameSize } from '../sequence/frames.ts';
import { decodeFile, probeFile } from './decode.ts';
import type { FfmpegQueue } from './ffmpeg/ffmpegQueue.ts';
import type { FrameProgress } from './frameProgress.ts';

/**
 * The first frames of the user's video as yuv420p, each coded picture one frame. A rotation that the
 * file asks for is applied; pictures of non-square pixels are scaled to the size that they are
 * shown at. The matrix of colours (BT.601 or BT.709) stays the file's.
 *
 * @param size what the video measures when it is shown, after rotation
 * @param frameCount how many frames to take
 * @throws Problem that names the file when ffmpeg cannot decode it, or when its size or number of
 *   frames is another
 */
export async function ingestVideo(
  ffmpeg: FfmpegQueue,
  video: NamedFile,
  size: FrameSize,
  frameCount: number,
  onProgress: FrameProgress,
): Promise<Frames> {
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
  return frames;
}
