import { Problem } from '../problem.ts';
import { frameBytes } from '../sequence/frames.ts';
import type { DecodedVideo, EncodedVideo } from './encodedVideo.ts';
import { FfmpegFailure } from './ffmpeg/ffmpegFailure.ts';
import type { FfmpegQueue } from './ffmpeg/ffmpegQueue.ts';
import type { FrameProgress } from './frameProgress.ts';
import { copyFrames } from './padding.ts';
import { allocateFramesFor } from './sharedMemory.ts';

/**
 * Decodes an encoded video and cuts off what was padded.
 *
 * @throws Problem when ffmpeg refuses the file or makes another number of frames of it
 */
export async function decode(
  ffmpeg: FfmpegQueue,
  video: EncodedVideo,
  onProgress: FrameProgress,
): Promise<DecodedVideo> {
  const count = video.packets.length;
  const output = await ffmpeg
    .run({
      doing: `decoding ${count} frames`,
      // A copy: the buffer is given away, and the video is the caller's.
      inputs: [{ name: 'input.mkv', read: () => video.file.slice() }],
      arguments: DECODE_ARGUMENTS,
      output: 'output.yuv',
      onFrames: (done) => onProgress(Math.min(done, count), count),
    })
    .catch((error) => {
      throw error instanceof FfmpegFailure ? error.toProblem(ENCODE_AGAIN) : error;
    });
  const decoded = output.data.length / frameBytes(video.codedSize);
  if (decoded !== count) {
    throw new Problem(`Decoding gave ${decoded} frames instead of ${count}.`, ENCODE_AGAIN);
  }
  const frames = allocateFramesFor('decoding', video.size, count);
  copyFrames(output.data, video.codedSize, new Uint8Array(frames.buffer), video.size, count);
  onProgress(count, count);
  return { frames, seconds: output.seconds };
}

const ENCODE_AGAIN = 'Encode the sequence again.';

const DECODE_ARGUMENTS = [
  ...['-i', 'input.mkv'],
  // A frame for each packet, whatever the time stamps.
  ...['-fps_mode', 'passthrough'],
  ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', 'output.yuv'],
];
