import type { FrameSize } from '../../sequence/frames.ts';

/** Format of the pictures that ffmpeg decodes from a file. */
export interface DecodedFormat {
  /** Size after cropping and rotation. */
  readonly size: FrameSize;
  /** Bits per sample, 8 to 16. */
  readonly bitDepth: number;
  /** False if pixels are not square, so that pictures must be scaled for display. */
  readonly squarePixels: boolean;
}

/**
 * Reads the format from ffmpeg's log of a job that wrote one picture as raw video: the pixel format
 * of the input (`Stream #0:0…: Video: hevc (Main 10), yuv420p10le(tv), …`) and the size of the
 * output (`Stream #0:0…: Video: rawvideo …, 854x480 [SAR 1:1 DAR 427:240], …`).
 *
 * @returns null if these lines are missing
 */
export function decodedFormat(log: string): DecodedFormat | null {
  const streams = log.split('\n').filter((line) => /^\s*Stream #0:\d+.*: Video: /.test(line));
  const input = streams.find((line) => !line.includes('Video: rawvideo'));
  const output = streams.findLast((line) => line.includes('Video: rawvideo'));
  const size = / (\d+)x(\d+)[ ,]/.exec(output ?? '');
  if (!input || !size) return null;
  const aspect = /\[SAR (\d+):(\d+) /.exec(output ?? '');
  return {
    size: { width: Number(size[1]), height: Number(size[2]) },
    // yuv420p10le, gray12le, p010le, gbrp16be… but not yuv420p or nv12.
    bitDepth: Number(/[a-z](9|10|12|14|16)(?:le|be)\b/.exec(input)?.[1] ?? 8),
    squarePixels: !aspect || aspect[1] === aspect[2],
  };
}
