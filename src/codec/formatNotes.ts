import type { Frames } from '../sequence/frames.ts';
import type { DecodedFormat } from './raw/pixelFormat.ts';

/** Frames that were read from a user's file. */
export interface ReadFrames {
  readonly frames: Frames;
  /** How they differ from the file's samples or colours, for the user, a sentence each. */
  readonly notes: readonly string[];
}

/** What is converted, or not honoured, when pictures of this format become 8-bit yuv420p. */
export function formatNotes({
  bitDepth,
  fullRange,
  matrix,
}: Partial<Pick<DecodedFormat, 'bitDepth' | 'fullRange' | 'matrix'>>): string[] {
  const notes: string[] = [];
  if (bitDepth !== undefined && bitDepth > 8) {
    notes.push(`Its samples of ${bitDepth} bits are rounded to 8 bits.`);
  }
  if (fullRange) notes.push('Its samples of full range are converted to the limited range.');
  if (matrix && !LIKE_BT_601.includes(matrix)) {
    const name = MATRIX_NAMES[matrix] ?? matrix;
    notes.push(`Its colours are ${name}: samples are not converted, and are shown as BT.601.`);
  }
  return notes;
}

/** RGB becomes BT.601 when it is converted to planes of 4:2:0. */
const LIKE_BT_601 = ['smpte170m', 'bt470bg', 'fcc', 'gbr'];

const MATRIX_NAMES: Readonly<Record<string, string>> = {
  bt709: 'BT.709',
  bt2020nc: 'BT.2020',
  bt2020c: 'BT.2020 with constant luminance',
  smpte240m: 'SMPTE 240M',
};
