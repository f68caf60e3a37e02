import { readBytes } from '../files/readBytes.ts';
import { Problem } from '../problem.ts';
import { type FrameSize, formatSize, sameSize } from './frames.ts';

export interface PictureHeader {
  readonly format: 'JPEG' | 'PNG';
  readonly size: FrameSize;
}

/** Enough for most headers; the whole file is read for JPEG files with a large EXIF thumbnail. */
const HEADER_BYTES = 4096;
/** The end marker is searched in these last bytes, because some cameras append data after it. */
const TAIL_BYTES = 1024;

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * The format and size of a JPEG or PNG from its first bytes.
 *
 * @returns `incomplete` when more bytes are needed, `unknown` when it is neither
 */
export function parsePictureHeader(bytes: Uint8Array): PictureHeader | 'incomplete' | 'unknown' {
  if (bytes.length < PNG_SIGNATURE.length) return 'incomplete';
  if (PNG_SIGNATURE.every((byte, index) => bytes[index] === byte)) return parsePng(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return parseJpeg(bytes);
  return 'unknown';
}

/**
 * Reads the header of a picture.
 *
 * @param name for the message, e.g. `soapbox/00000.jpg`
 * @throws Problem when it cannot be read, or is neither a JPEG nor a PNG
 */
export async function readPictureHeader(picture: Blob, name: string): Promise<PictureHeader> {
  let header = parsePictureHeader(await readBytes({ name, data: picture }, 0, HEADER_BYTES));
  if (header === 'incomplete')
    header = parsePictureHeader(await readBytes({ name, data: picture }));
  if (header === 'incomplete') {
    const found = picture.size === 0 ? 'is empty' : `is cut off after ${picture.size} bytes`;
    throw new Problem(`${name} ${found}.`, 'Copy the file again.');
  }
  if (header === 'unknown') {
    throw new Problem(
      `${name} is neither a JPEG nor a PNG.`,
      'Replace it with a picture in one of these formats.',
    );
  }
  return header;
}

/** In the IHDR chunk: after signature, length, `IHDR`, width, height and bit depth. */
const COLOUR_TYPE_OFFSET = 25;
const PALETTE = 3;

/** True when a picture is a PNG with a palette, like label maps. */
export async function isPalettePng(picture: Blob, name: string): Promise<boolean> {
  const bytes = await readBytes({ name, data: picture }, 0, COLOUR_TYPE_OFFSET + 1);
  const isPng = PNG_SIGNATURE.every((byte, index) => bytes[index] === byte);
  return isPng && bytes[COLOUR_TYPE_OFFSET] === PALETTE;
}

/**
 * True when a picture is not truncated: a JPEG has its end marker, a PNG its IEND chunk. A
 * truncated JPEG decodes without an error, but is grey in its lower part.
 */
async function hasEndMarker(
  picture: Blob,
  format: PictureHeader['format'],
  name: string,
): Promise<boolean> {
  const tail = await readBytes({ name, data: picture }, Math.max(0, picture.size - TAIL_BYTES));
  // In compressed JPEG data, 0xff is followed by 0 or a restart marker, never by 0xd9.
  const marker = format === 'JPEG' ? [0xff, 0xd9] : [0x49, 0x45, 0x4e, 0x44];
  return lastIndexOf(tail, marker) >= 0;
}

/**
 * Checks that a picture is not truncated and has the right size. Reads only its first and last
 * bytes; the decoder detects damage in between.
 *
 * @throws Problem that names the picture
 */
export async function checkPicture(
  picture: Blob,
  name: string,
  size?: FrameSize,
): Promise<PictureHeader> {
  const header = await readPictureHeader(picture, name);
  if (size && !sameSize(header.size, size)) {
    throw new Problem(
      `${name} is ${formatSize(header.size)}, but the first picture of its sequence is ${formatSize(size)}.`,
      'All pictures of a sequence must have the same size.',
    );
  }
  if (!(await hasEndMarker(picture, header.format, name))) {
    throw new Problem(
      `${name} is cut off: the ${header.format} file has no end marker.`,
      'Copy the file again.',
    );
  }
  return header;
}

/** Parses the IHDR chunk, which comes first: length, `IHDR`, width, height. */
function parsePng(bytes: Uint8Array): PictureHeader | 'incomplete' | 'unknown' {
  if (bytes.length < 24) return 'incomplete';
  const view = viewOf(bytes);
  return header('PNG', view.getUint32(16), view.getUint32(20));
}

/** Skips segments such as EXIF and tables up to the frame header (SOF). */
function parseJpeg(bytes: Uint8Array): PictureHeader | 'incomplete' | 'unknown' {
  const view = viewOf(bytes);
  let offset = 2;
  while (offset + 4 <= bytes.length) {
    if (bytes[offset] !== 0xff) return 'unknown';
    const marker = bytes[offset + 1] ?? 0;
    if (marker === 0xff) {
      offset += 1; // Fill bytes may precede a marker.
      continue;
    }
    if (isFrameHeader(marker)) {
      if (offset + 9 > bytes.length) return 'incomplete';
      return header('JPEG', view.getUint16(offset + 7), view.getUint16(offset + 5));
    }
    if (marker === START_OF_SCAN || marker === END_OF_IMAGE) return 'unknown';
    offset += 2 + view.getUint16(offset + 2);
  }
  return 'incomplete';
}

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/** True for SOF0..SOF15; DHT, JPG and DAC in that range are not frame headers. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function header(
  format: PictureHeader['format'],
  width: number,
  height: number,
): PictureHeader | 'unknown' {
  return width > 0 && height > 0 ? { format, size: { width, height } } : 'unknown';
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function lastIndexOf(bytes: Uint8Array, marker: readonly number[]): number {
  for (let start = bytes.length - marker.length; start >= 0; start--) {
    if (marker.every((byte, index) => bytes[start + index] === byte)) return start;
  }
  return -1;
}
