import { formatBytes } from '../../files/readBytes.ts';
import { Problem } from '../../problem.ts';
import { type FrameSize, formatSize, frameBytes, sameSize } from '../../sequence/frames.ts';
import { evenSize } from '../padding.ts';

/** Layout of the samples in a file of raw frames. */
export interface YuvLayout {
  /** Size of each frame in the file: the sequence's, or its even size. */
  readonly size: FrameSize;
  /** 8: one byte per sample. 10: two bytes, little endian, as vvdecapp writes. */
  readonly bitDepth: 8 | 10;
}

/** Bytes of one frame in the file. */
export function layoutBytes({ size, bitDepth }: YuvLayout): number {
  return frameBytes(size) * (bitDepth === 8 ? 1 : 2);
}

/**
 * Determines the layout of a `.yuv` file. Such a file has no header, but its length distinguishes
 * 8 from 10 bits and odd sizes from padded ones.
 *
 * @param name the file's name, for messages
 * @param length size of the file in bytes
 * @param size size of the sequence; the file may have its even size instead, because codecs for
 *   4:2:0 accept no other
 * @param count number of frames of the sequence; the file must have as many
 * @throws Problem naming the file and what would fit
 */
export function yuvLayout(name: string, length: number, size: FrameSize, count: number): YuvLayout {
  const layouts = layoutsOf(size);
  const fitting = layouts.find((layout) => layoutBytes(layout) * count === length);
  if (fitting) return fitting;
  const needed = layouts.map(
    (layout) => `${formatBytes(layoutBytes(layout) * count)} at ${layoutText(layout)}`,
  );
  throw new Problem(
    `${name} is ${formatBytes(length)} long. The sequence’s ${count} frames take ${listed(needed)}, planar 4:2:0.${explain(length, size, count)}`,
    `Import the ${count} decoded frames of this sequence, or open the sequence that the file was made from.`,
  );
}

function layoutsOf(size: FrameSize): YuvLayout[] {
  const even = evenSize(size);
  const sizes = sameSize(size, even) ? [size] : [size, even];
  return ([8, 10] as const).flatMap((bitDepth) => sizes.map((each) => ({ size: each, bitDepth })));
}

/** A sentence on what the length fits instead: another number of frames or a common size. */
function explain(length: number, size: FrameSize, count: number): string {
  const counts = layoutsOf(size).flatMap((layout) => {
    const frames = length / layoutBytes(layout);
    return Number.isInteger(frames) && frames > 0
      ? [`${frames} frames of ${layoutText(layout)}`]
      : [];
  });
  const sizes = COMMON_SIZES.filter((common) => !sameSize(common, size))
    .flatMap(layoutsOf)
    .filter((layout) => layoutBytes(layout) * count === length)
    .map((layout) => `${count} frames of ${layoutText(layout)}`);
  const fits = [...counts, ...sizes];
  if (fits.length > 0) return ` This length fits ${listed(fits)}.`;
  const frame = layoutsOf(size).map((layout) => {
    const whole = Math.floor(length / layoutBytes(layout));
    return `${whole} frames and ${formatBytes(length - whole * layoutBytes(layout))} at ${layoutText(layout)}`;
  });
  return ` This length is ${frame.join(', or ')}: the file is cut off or has a different size.`;
}

function layoutText({ size, bitDepth }: YuvLayout): string {
  return `${formatSize(size)} with ${bitDepth} bits`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2
    ? (parts[0] ?? '')
    : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`;
}

/** Sizes of DAVIS, YouTube-VOS and cameras: a wrong file usually belongs to another sequence. */
const COMMON_SIZES: readonly FrameSize[] = [
  [854, 480],
  [910, 480],
  [1152, 480],
  [720, 480],
  [640, 360],
  [640, 480],
  [1280, 720],
  [1920, 1080],
].map(([width = 0, height = 0]) => ({ width, height }));
