import { type DecodedPng, decode, encode } from 'fast-png';
import { Problem } from '../problem.ts';
import { type AnnotationIds, annotationIds, whiteToObject } from './annotationIds.ts';
import { DAVIS_PALETTE } from './davisPalette.ts';
import { type FrameSize, formatSize, sameSize } from './frames.ts';
import { parsePictureHeader } from './pictureHeader.ts';

/** One label map with its size. */
export interface LabelMapPicture {
  readonly size: FrameSize;
  /** [height, width] object ids; may contain void (255). */
  readonly ids: Uint8Array;
}

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
  const header = parsePictureHeader(png);
  if (header === 'unknown' || (typeof header === 'object' && header.format !== 'PNG')) {
    throw new Problem(`${name} is not a PNG.`, 'Annotations are PNG files with object ids.');
  }
  if (header === 'incomplete') throw cutOff(name);
  if (size && !sameSize(header.size, size)) {
    throw new Problem(
      `${name} is ${formatSize(header.size)}, but its picture is ${formatSize(size)}.`,
      'An annotation must have the size of its picture.',
    );
  }
  if (header.size.width * header.size.height > MOST_PIXELS) {
    throw new Problem(
      `${name} is ${formatSize(header.size)}, which is too large for an annotation.`,
      'Replace the file.',
    );
  }
  return { ...annotationIds(decodePng(png, name), name), size: header.size };
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
    decoded = decode(png, { checkCrc: true });
  } catch (cause) {
    // Reading past the end of a truncated file throws a RangeError.
    if (cause instanceof RangeError || !endsWithIend(png)) throw cutOff(name, cause);
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

function cutOff(name: string, cause?: unknown): Problem {
  return new Problem(
    `${name} is cut off: the file ends too early.`,
    'Copy or export the file again.',
    { cause },
  );
}

function endsWithIend(png: Uint8Array): boolean {
  const type = String.fromCharCode(...png.subarray(png.length - 8, png.length - 4));
  return type === 'IEND';
}
