import { type DecodedPng, decode, encode } from 'fast-png';
import { Problem } from '../problem.ts';
import { type AnnotationIds, annotationIds, whiteToObject } from './annotationIds.ts';
import { boundedPng } from './boundedPng.ts';
import { DAVIS_PALETTE } from './davisPalette.ts';
import { turnedSize } from './exifOrientation.ts';
import { type FrameSize, formatSize, sameSize } from './frames.ts';
import { examinePicture, startsAsPng } from './pictureFile.ts';

/** One label map with its size. */
export interface LabelMapPicture {
  readonly size: FrameSize;
  /** [height, width] object ids; may contain void (255). */
  readonly ids: Uint8Array;
}

const SIGNATURE_BYTES = 8;

/** A limit above the size of any video, so that a damaged header cannot allocate gigabytes. */
const MOST_PIXELS = 2 ** 26;

/**
 * Reads an annotation PNG as ids: palette indices, DAVIS palette colours, grey values, or black
 * and white (DAVIS-2016), where white is object 1.
 *
 * @param name for messages, e.g. `soapbox/00000.png`
 * @param size the required size, if known
 * @throws Problem that names the file when it is damaged, has another size or contains no ids
 */
export function decodeLabelMapPng(
  png: Uint8Array,
  name: string,
  size?: FrameSize,
): LabelMapPicture {
  const { ids, coding, size: ownSize } = decodeAnnotation(png, name, size);
  if (coding === 'black-and-white') whiteToObject(ids);
  return { size: ownSize, ids };
}

/**
 * As {@link decodeLabelMapPng}, but white stays 255, because other files of the sequence can decide
 * whether it is object 1 or void.
 */
export function decodeAnnotation(
  png: Uint8Array,
  name: string,
  size?: FrameSize,
): AnnotationIds & { readonly size: FrameSize } {
  const file = examinePicture(png);
  if (file?.format !== 'PNG') {
    if (png.length < SIGNATURE_BYTES || startsAsPng(png)) throw cutOff(name);
    throw new Problem(`${name} is not a PNG.`, 'Annotations are PNG files with object ids.');
  }
  const { storedSize, orientation, length } = file;
  if (orientation !== 1) {
    throw new Problem(
      `${name} is to be shown turned (EXIF orientation ${orientation}), which readers of masks ignore.`,
      'Turn the mask itself, and save it without EXIF data.',
    );
  }
  if (size && !sameSize(storedSize, size)) throw otherSize(name, storedSize, size);
  if (storedSize.width * storedSize.height > MOST_PIXELS) {
    throw new Problem(
      `${name} is ${formatSize(storedSize)}, which is too large for an annotation.`,
      'Replace the file.',
    );
  }
  if (length === null) throw cutOff(name);
  const decoded = decodePng(png.subarray(0, length), name);
  return { ...annotationIds(decoded, name), size: storedSize };
}

/**
 * Encodes a label map as an 8-bit PNG with the DAVIS palette, which the benchmark's tools can read.
 *
 * @param map [height, width] object ids
 */
export function encodeLabelMapPng(map: Uint8Array, { width, height }: FrameSize): Uint8Array {
  if (map.length !== width * height) {
    throw new RangeError(`${map.length} ids do not make a label map of ${width}×${height}`);
  }
  const palette = DAVIS_PALETTE.map((colour) => [...colour]);
  return encode({ width, height, data: map, depth: 8, channels: 1, palette });
}

/** The interlace method is the last of the 13 bytes of IHDR, the first chunk. */
const INTERLACE_OFFSET = 28;

function decodePng(png: Uint8Array, name: string): DecodedPng {
  let decoded: DecodedPng;
  try {
    decoded = decode(boundedPng(png), { checkCrc: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Problem(`${name} is damaged (${reason}).`, 'Copy or export the file again.', {
      cause,
    });
  }
  if (decoded.depth < 8 && png[INTERLACE_OFFSET] === 1) {
    // fast-png 8.0 assumes one byte per pixel in this case.
    throw new Problem(
      `${name} is an interlaced PNG with ${decoded.depth} bits, which is not supported.`,
      'Save it without interlacing.',
    );
  }
  return decoded;
}

function cutOff(name: string): Problem {
  return new Problem(
    `${name} is cut off: the file ends too early.`,
    'Copy or export the file again.',
  );
}

function otherSize(name: string, found: FrameSize, size: FrameSize): Problem {
  const isTurned = sameSize(turnedSize(found, 6), size);
  return new Problem(
    `${name} is ${formatSize(found)}, but its picture is ${formatSize(size)}.`,
    isTurned
      ? 'Its picture is shown turned, as its EXIF data or its video says: turn the mask in the same way.'
      : 'An annotation must have the size of its picture.',
  );
}
