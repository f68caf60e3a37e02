import type { FrameSize } from '../../sequence/frames.ts';

/** Format of the pictures that ffmpeg decodes from a file. */
export interface DecodedFormat {
  /** Size after cropping and rotation. */
  readonly size: FrameSize;
  /** Bits per sample, 8 to 16. */
  readonly bitDepth: number;
  /** False if pixels are not square, so that pictures must be scaled for display. */
  readonly squarePixels: boolean;
  /** Codec of the input, by ffmpeg's name, e.g. `hevc`. */
  readonly codec: string;
  /** True if samples use the full range, not the limited one of video. */
  readonly fullRange: boolean;
  /** The colour matrix by ffmpeg's name, e.g. `bt709`; null if the file does not say. */
  readonly matrix: string | null;
}

/**
 * Reads the format from ffmpeg's log of a job that wrote one picture as raw video: the pixel format
 * of the input (`Stream #0:0…: Video: hevc (Main 10), yuv420p10le(tv), …`) and the size of the
 * output (`Stream #0:0…: Video: rawvideo …, 854x480 [SAR 1:1 DAR 427:240], …`).
 *
 * @returns null if these lines are missing
 */
export function decodedFormat(log: string): DecodedFormat | null {
  const [beforeOutput = '', afterOutput = ''] = log.split(/^Output #0/m);
  // The input may have several video streams; this is the one that was decoded.
  const chosen = /Stream #0:(\d+) -> #0:0/.exec(log)?.[1] ?? '\\d+';
  const input = new RegExp(`^\\s*Stream #0:${chosen}\\b.*: Video: .*`, 'm').exec(beforeOutput)?.[0];
  const output = /^\s*Stream #0:0\b.*: Video: rawvideo.*/m.exec(afterOutput)?.[0];
  const size = / (\d+)x(\d+)[ ,]/.exec(output ?? '');
  if (!input || !size) return null;
  const aspect = /\[SAR (\d+):(\d+) /.exec(output ?? '');
  // E.g. `yuv420p10le(pc, bt709/unknown/unknown, progressive)`; one name if all three are the same.
  const colour = /, [a-z]\w+\((tv|pc)?(?:, )?([^)]*)\)/.exec(input);
  const matrix = colour?.[2]?.split(/[,/]/)[0]?.trim();
  return {
    size: { width: Number(size[1]), height: Number(size[2]) },
    // yuv420p10le, gray12le, p010le, gbrp16be… but not yuv420p or nv12.
    bitDepth: Number(/[a-z](9|10|12|14|16)(?:le|be)\b/.exec(input)?.[1] ?? 8),
    squarePixels: !aspect || aspect[1] === aspect[2],
    codec: /: Video: (\w+)/.exec(input)?.[1] ?? '',
    fullRange: colour?.[1] === 'pc',
    matrix: matrix && MATRICES.includes(matrix) ? matrix : null,
  };
}

/** ffmpeg's names of matrices (`av_color_space_name`) that a file can state. */
const MATRICES = [
  ...['bt709', 'fcc', 'bt470bg', 'smpte170m', 'smpte240m', 'ycgco', 'bt2020nc', 'bt2020c'],
  ...['smpte2085', 'chroma-derived-nc', 'chroma-derived-c', 'ictcp', 'gbr'],
];
