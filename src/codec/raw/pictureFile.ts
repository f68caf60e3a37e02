import type { FrameSize } from '../../sequence/frames.ts';

/** Properties of a picture file that are read without decoding it. */
export interface PictureFile {
  readonly format: 'jpg' | 'png';
  readonly size: FrameSize;
  /** False if the end of the picture is missing because the file was cut off. */
  readonly complete: boolean;
}

/**
 * Examines the structure of a JPEG or PNG file.
 *
 * @returns null if it is neither, or its header is damaged
 */
export function examinePicture(bytes: Uint8Array): PictureFile | null {
  if (bytes[0] === 0xff && bytes[1] === JPEG.startOfImage) return examineJpeg(bytes);
  if (PNG_SIGNATURE.every((value, index) => bytes[index] === value)) return examinePng(bytes);
  return null;
}

/** Second bytes of JPEG's markers (ITU-T T.81, table B.1); the first is 0xFF. */
const JPEG = {
  startOfImage: 0xd8,
  endOfImage: 0xd9,
  firstRestart: 0xd0,
  lastRestart: 0xd7,
  startOfScan: 0xda,
  temporary: 0x01,
} as const;

/** Start of frame: C0 to CF without the tables C4, C8 and CC. */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function examineJpeg(bytes: Uint8Array): PictureFile | null {
  const view = viewOf(bytes);
  let size: FrameSize | null = null;
  // Searching for 0xFF skips scan data; segments are skipped as a whole, because a thumbnail in one
  // of them has its own end marker.
  let at = bytes.indexOf(0xff, 2);
  while (at >= 0 && at + 1 < bytes.length) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === JPEG.endOfImage) return size && { format: 'jpg', size, complete: true };
    if (marker === 0xff) {
      at += 1;
    } else if (marker === 0 || hasNoSegment(marker)) {
      at = bytes.indexOf(0xff, at + 2);
    } else {
      if (at + 9 > bytes.length) break;
      if (isStartOfFrame(marker)) {
        size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
      }
      at = bytes.indexOf(0xff, at + 2 + view.getUint16(at + 2));
    }
  }
  return size && { format: 'jpg', size, complete: false };
}

function hasNoSegment(marker: number): boolean {
  return marker === JPEG.temporary || (marker >= JPEG.firstRestart && marker <= JPEG.lastRestart);
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** `IEND` as a number. */
const PNG_END = 0x49454e44;
/** Length, type and checksum around a chunk's data. */
const PNG_CHUNK_FRAME = 12;

function examinePng(bytes: Uint8Array): PictureFile | null {
  // The signature, then IHDR: length, type, width, height.
  if (bytes.length < 24) return null;
  const view = viewOf(bytes);
  const size = { width: view.getUint32(16), height: view.getUint32(20) };
  let at = PNG_SIGNATURE.length;
  while (at + PNG_CHUNK_FRAME <= bytes.length) {
    if (view.getUint32(at + 4) === PNG_END) return { format: 'png', size, complete: true };
    at += PNG_CHUNK_FRAME + view.getUint32(at);
  }
  return { format: 'png', size, complete: false };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
