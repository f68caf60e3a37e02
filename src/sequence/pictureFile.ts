import { exifOrientation, type Orientation, turnedSize } from './exifOrientation.ts';
import type { FrameSize } from './frames.ts';

/** Properties of a picture file that are read without decoding it. */
export interface PictureFile {
  readonly format: 'JPEG' | 'PNG';
  /** Size as it is displayed, after turning. */
  readonly size: FrameSize;
  /** Size as it is stored. */
  readonly storedSize: FrameSize;
  /** From its EXIF data. */
  readonly orientation: Orientation;
  /**
   * Bytes up to the end of the picture, after which some cameras store a video or padding; null if
   * the file is cut off.
   */
  readonly length: number | null;
}

/**
 * Examines the structure of a JPEG or PNG file.
 *
 * @returns null if it is neither, or its header is damaged or missing
 */
export function examinePicture(bytes: Uint8Array): PictureFile | null {
  if (bytes[0] === 0xff && bytes[1] === JPEG.startOfImage) return examineJpeg(bytes);
  if (startsAsPng(bytes)) return examinePng(bytes);
  return null;
}

/** True if a file starts with PNG's signature. */
export function startsAsPng(bytes: Uint8Array): boolean {
  return PNG_SIGNATURE.every((value, index) => bytes[index] === value);
}

/** A chunk of a PNG. */
export interface PngChunk {
  /** Four letters, e.g. `IHDR`. */
  readonly type: string;
  readonly data: Uint8Array;
  /** Position after its checksum. */
  readonly end: number;
}

/** The complete chunks of a PNG file up to IEND, or up to the first that is cut off. */
export function* pngChunks(png: Uint8Array): Generator<PngChunk> {
  const view = viewOf(png);
  let at = PNG_SIGNATURE.length;
  while (at + PNG_CHUNK_FRAME <= png.length) {
    const length = view.getUint32(at);
    const end = at + PNG_CHUNK_FRAME + length;
    if (end > png.length) return;
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    yield { type, data: png.subarray(at + 8, at + 8 + length), end };
    if (type === 'IEND') return;
    at = end;
  }
}

/** Second bytes of JPEG's markers (ITU-T T.81, table B.1); the first is 0xFF. */
const JPEG = {
  startOfImage: 0xd8,
  endOfImage: 0xd9,
  firstRestart: 0xd0,
  lastRestart: 0xd7,
  startOfScan: 0xda,
  application1: 0xe1,
  temporary: 0x01,
} as const;

/** Start of frame: C0 to CF without the tables C4, C8 and CC. */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function examineJpeg(bytes: Uint8Array): PictureFile | null {
  const view = viewOf(bytes);
  let storedSize: FrameSize | null = null;
  let orientation: Orientation | null = null;
  const found = (length: number | null) =>
    storedSize && picture('JPEG', storedSize, orientation ?? 1, length);
  // Searching for 0xFF skips scan data; segments are skipped as a whole, because a thumbnail in one
  // of them has its own end marker.
  let at = bytes.indexOf(0xff, 2);
  while (at >= 0 && at + 1 < bytes.length) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === JPEG.endOfImage) return found(at + 2);
    if (marker === 0xff) {
      at += 1;
    } else if (marker === 0 || hasNoSegment(marker)) {
      at = bytes.indexOf(0xff, at + 2);
    } else {
      if (at + (isStartOfFrame(marker) ? 9 : 4) > bytes.length) break;
      const end = at + 2 + view.getUint16(at + 2);
      if (isStartOfFrame(marker)) {
        // Readers would disagree on which of two sizes is the picture's.
        if (storedSize) return null;
        storedSize = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
        if (storedSize.width === 0 || storedSize.height === 0) return null;
      } else if (marker === JPEG.application1) {
        orientation ??= jpegOrientation(bytes.subarray(at + 4, end));
      }
      at = bytes.indexOf(0xff, end);
    }
  }
  return found(null);
}

function hasNoSegment(marker: number): boolean {
  return marker === JPEG.temporary || (marker >= JPEG.firstRestart && marker <= JPEG.lastRestart);
}

/** `Exif` and two zeros, before the EXIF data of a JPEG. */
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];

/** Null if an APP1 segment is not of EXIF: XMP uses it too. */
function jpegOrientation(segment: Uint8Array): Orientation | null {
  if (!EXIF.every((byte, index) => segment[index] === byte)) return null;
  return exifOrientation(segment.subarray(EXIF.length));
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Length, type and checksum around a chunk's data. */
const PNG_CHUNK_FRAME = 12;

function examinePng(bytes: Uint8Array): PictureFile | null {
  // The signature, then IHDR: length, type, width, height.
  if (bytes.length < 24) return null;
  const view = viewOf(bytes);
  const storedSize = { width: view.getUint32(16), height: view.getUint32(20) };
  if (storedSize.width === 0 || storedSize.height === 0) return null;
  let orientation: Orientation = 1;
  for (const { type, data, end } of pngChunks(bytes)) {
    if (type === 'eXIf') orientation = exifOrientation(data);
    if (type === 'IEND') return picture('PNG', storedSize, orientation, end);
  }
  return picture('PNG', storedSize, orientation, null);
}

function picture(
  format: PictureFile['format'],
  storedSize: FrameSize,
  orientation: Orientation,
  length: number | null,
): PictureFile {
  return { format, size: turnedSize(storedSize, orientation), storedSize, orientation, length };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
