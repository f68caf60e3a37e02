import type { FrameSize } from './frames.ts';

/**
 * How a stored picture is turned for display (EXIF 2.32, 4.6.4, tag 274). 1: as it is; 2: mirrored;
 * 3: by 180°; 4: upside down and mirrored; 5 to 8: with sides swapped, of which 6 is turned by 90°
 * clockwise and 8 counter-clockwise, 5 is mirrored across the main diagonal and 7 across the other.
 */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const ORIENTATION_TAG = 274;
const ENTRY_BYTES = 12;

/**
 * Reads the orientation from EXIF data.
 *
 * @param exif a TIFF header and its directories, as in PNG's `eXIf` or after `Exif\0\0` in JPEG
 * @returns 1 if there is none, or an invalid one
 */
export function exifOrientation(exif: Uint8Array): Orientation {
  if (exif.length < 8) return 1;
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  const order = view.getUint16(0);
  const little = order === 0x4949;
  if (!little && order !== 0x4d4d) return 1;
  const directory = view.getUint32(4, little);
  if (directory + 2 > exif.length) return 1;
  const entries = view.getUint16(directory, little);
  for (let index = 0; index < entries; index++) {
    const at = directory + 2 + index * ENTRY_BYTES;
    if (at + ENTRY_BYTES > exif.length) return 1;
    if (view.getUint16(at, little) !== ORIENTATION_TAG) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? (value as Orientation) : 1;
  }
  return 1;
}

/** True if width and height are swapped for display. */
export function swapsSides(orientation: Orientation): boolean {
  return orientation >= 5;
}

/** The size of a stored picture when it is displayed, and the other way round. */
export function turnedSize({ width, height }: FrameSize, orientation: Orientation): FrameSize {
  return swapsSides(orientation) ? { width: height, height: width } : { width, height };
}
