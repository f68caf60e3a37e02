import { Problem } from '../../problem.ts';
import type { FrameSize } from '../../sequence/frames.ts';
import type { YuvLayout } from './yuvLayout.ts';

/** The first line of a YUV4MPEG2 file. */
export interface Y4mHeader extends YuvLayout {
  /** Bytes of the line including its end; the first frame follows. */
  readonly length: number;
  /** True if samples use the full range (`XCOLORRANGE=FULL`), not the limited one of video. */
  readonly fullRange: boolean;
}

/** Maximum bytes of a line; headers of ffmpeg and vvdecapp have fewer than 100. */
export const LONGEST_LINE = 1024;

/**
 * Reads the header of a `.y4m` file (YUV4MPEG2, see mjpegtools' yuv4mpeg(5) and ffmpeg's
 * `yuv4mpegdec.c`). The variants of 8-bit 4:2:0 differ only in the position of chroma samples,
 * which is ignored.
 *
 * @param start the file's first {@link LONGEST_LINE} bytes, or all if it is shorter
 * @throws Problem naming the file if it is not YUV4MPEG2, is interlaced, or has a pixel format
 *   other than 4:2:0 with 8 or 10 bits
 */
export function readY4mHeader(name: string, start: Uint8Array): Y4mHeader {
  const line = firstLine(start);
  const [signature, ...parameters] = (line ?? '').split(' ');
  if (line === null || signature !== 'YUV4MPEG2') {
    throw new Problem(`${name} is not a YUV4MPEG2 file.`, EXPORT_AGAIN);
  }
  const value = (tag: string) => parameters.find((parameter) => parameter[0] === tag)?.slice(1);
  const interlacing = value('I') ?? 'p';
  if (interlacing !== 'p' && interlacing !== '?') {
    throw new Problem(`${name} is interlaced (I${interlacing}).`, DEINTERLACE);
  }
  return {
    size: readSize(name, value('W'), value('H')),
    bitDepth: readBitDepth(name, value('C') ?? '420'),
    length: line.length + 1,
    fullRange: parameters.includes('XCOLORRANGE=FULL'),
  };
}

/**
 * Bytes of a frame's header line, `FRAME` with any parameters, including its end.
 *
 * @returns null if `start` does not start with such a line
 */
export function y4mFrameHeaderLength(start: Uint8Array): number | null {
  const line = firstLine(start.subarray(0, LONGEST_LINE));
  return line !== null && /^FRAME( |$)/.test(line) ? line.length + 1 : null;
}

function firstLine(bytes: Uint8Array): string | null {
  const end = bytes.indexOf(0x0a);
  return end < 0 ? null : String.fromCharCode(...bytes.subarray(0, end));
}

function readSize(name: string, width: string | undefined, height: string | undefined): FrameSize {
  const size = { width: Number(width), height: Number(height) };
  if (size.width > 0 && size.height > 0) return size;
  throw new Problem(`The header of ${name} has no size.`, EXPORT_AGAIN);
}

function readBitDepth(name: string, format: string): 8 | 10 {
  if (['420', '420jpeg', '420mpeg2', '420paldv'].includes(format)) return 8;
  if (format === '420p10') return 10;
  throw new Problem(`${name} has the pixel format C${format}.`, EXPORT_AGAIN);
}

const DEINTERLACE =
  'Deinterlace it with ffmpeg -i INPUT -vf bwdif=0 -pix_fmt yuv420p OUTPUT.y4m, or, if its frames are whole pictures, mark them so with ffmpeg -i INPUT -vf setfield=prog -pix_fmt yuv420p OUTPUT.y4m.';

const EXPORT_AGAIN =
  'Write it again as progressive 4:2:0 with 8 or 10 bits, e.g. with ffmpeg -i INPUT -pix_fmt yuv420p OUTPUT.y4m.';
