import { Problem } from '../problem.ts';
import { type FrameSize, type Frames, frameBytes } from '../sequence/frames.ts';
import { readPackets } from './container/packets.ts';
import type { EncodedVideo } from './encodedVideo.ts';
import { FfmpegFailure } from './ffmpeg/ffmpegFailure.ts';
import type { FfmpegQueue } from './ffmpeg/ffmpegQueue.ts';
import type { FrameProgress } from './frameProgress.ts';
import { copyFrames, evenSize } from './padding.ts';
import { checkX265Settings, type X265Settings, x265Arguments, x265CommandLine } from './x265.ts';

/**
 * Encodes frames with the published x265 command.
 *
 * @throws Problem if a setting is out of range, there are no frames, x265 fails, or the video does
 *   not have one packet per frame
 */
export async function encode(
  ffmpeg: FfmpegQueue,
  frames: Frames,
  settings: X265Settings,
  onProgress: FrameProgress,
): Promise<EncodedVideo> {
  checkX265Settings(settings);
  const { size, count } = frames;
  if (count === 0) {
    throw new Problem('The sequence has no frames to encode.', 'Choose at least one frame.');
  }
  const codedSize = evenSize(size);
  const output = await ffmpeg
    .run({
      doing: `encoding ${count} frames at CRF ${settings.crf}`,
      inputs: [{ name: 'input', read: () => paddedFrames(frames, codedSize) }],
      arguments: x265Arguments(codedSize, settings),
      output: 'output.mkv',
      onFrames: (done) => onProgress(Math.min(done, count), count),
    })
    .catch((error) => {
      throw error instanceof FfmpegFailure ? error.toProblem(OTHER_INPUT) : error;
    });
  const { packets, headerBytes, streamBytes } = await readPackets(output.data, count);
  onProgress(count, count);
  return {
    title: 'x265',
    codec: 'HEVC',
    size,
    codedSize,
    settings,
    commandLine: x265CommandLine(codedSize, settings),
    log: output.log,
    file: output.data,
    packets,
    headerBytes,
    streamBytes,
    seconds: output.seconds,
  };
}

const OTHER_INPUT = 'Try again; if it fails again, try other frames or other settings.';

/** A padded copy of all frames: ffmpeg cannot take them from shared memory. */
function paddedFrames(frames: Frames, codedSize: FrameSize): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(frames.count * frameBytes(codedSize));
  copyFrames(new Uint8Array(frames.buffer), frames.size, padded, codedSize, frames.count);
  return padded;
}
