import { readBytes } from '../files/readBytes.ts';
import { Problem } from '../problem.ts';
import { type FrameSize, formatSize, sameSize } from './frames.ts';
import { examinePicture, type PictureFile } from './pictureFile.ts';

/** A picture file that is complete, and its content. */
export interface CheckedPicture extends PictureFile {
  /** Bytes up to the end of the picture. */
  readonly length: number;
  /** The whole file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Reads a picture file and checks that it is a JPEG or PNG, is not cut off and has the right size.
 * A JPEG that is cut off decodes without an error, but is grey in its lower part. The decoder
 * detects damage in between.
 *
 * @param name for messages, e.g. `soapbox/00000.jpg`
 * @param size the size of the sequence, if known
 * @throws Problem that names the picture
 */
export async function checkPicture(
  picture: Blob,
  name: string,
  size?: FrameSize,
): Promise<CheckedPicture> {
  const bytes = await readBytes(
    { name, data: picture },
    0,
    picture.size,
    'Open the sequence again.',
  );
  if (bytes.length === 0) throw new Problem(`${name} is empty.`, 'Copy the file again.');
  const found = examinePicture(bytes);
  if (!found) {
    throw new Problem(
      `${name} is not a JPEG or PNG picture, or its header is damaged.`,
      'Replace it with a picture in one of these formats, or leave it out of the sequence.',
    );
  }
  const { length } = found;
  if (length === null) {
    throw new Problem(
      `${name} is cut off: its end is missing after ${bytes.length} bytes.`,
      'Copy or download this file again.',
    );
  }
  if (size && !sameSize(found.size, size)) {
    throw new Problem(
      `${name} is ${displayedSize(found)}, but the first picture of its sequence is ${formatSize(size)}.`,
      'All pictures of a sequence must have the same size: scale this one or leave it out.',
    );
  }
  return { ...found, length, bytes };
}

/** The size of a picture for messages, e.g. `480×854 (turned by its EXIF orientation 6)`. */
function displayedSize({ size, orientation }: PictureFile): string {
  const turned = orientation === 1 ? '' : ` (turned by its EXIF orientation ${orientation})`;
  return `${formatSize(size)}${turned}`;
}

/** In the IHDR chunk: after signature, length, `IHDR`, width, height and bit depth. */
const COLOUR_TYPE_OFFSET = 25;
const PALETTE = 3;

/** True when a picture is a PNG with a palette, like label maps. */
export function isPalettePng({ format, bytes }: CheckedPicture): boolean {
  return format === 'PNG' && bytes[COLOUR_TYPE_OFFSET] === PALETTE;
}
