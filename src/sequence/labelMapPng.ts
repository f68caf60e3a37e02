import { type DecodedPng, decode, encode } from 'fast-png';
import { Problem } from '../problem.ts';
import { type AnnotationIds, annotationIds, whiteToObject } from './annotationIds.ts';
import { DAVIS_PALETTE } from './davisPalette.ts';
import { type FrameSize, formatSize, sameSize } from './frames.ts';
import { parsePictureHeader } from './pictureHeader.ts';

/** One label map, as a file holds it. */
export interface LabelMapPicture {
  readonly size: FrameSize;
  /** Object ids, [height, width] bytes; may hold void (255). */
  readonly ids: Uint8Array;
}

/** More than any video has; a damaged header must not make us reserve gigabytes. */
const MOST_PIXELS = 2 ** 26;

/**
 * Reads an annotation PNG as ids: palette indices, DAVIS palette colours, grey values, or black
 * and white (DAVIS-2016), where white is object 1.
 *
 * @param name for messages, e.g. `soapbox/00000.png`
 * @param size the size that it must have, where that is known
 * @throws Problem that names the file when it is damaged, has another size or holds no ids
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
 * As {@link decodeLabelMapPng}, but white stays 255: whether it is object 1 or void can depend on
 * the other files of the sequence.
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
    throw new Problem(`${name} claims to be ${formatSize(header.size)}.`, 'Replace the file.');
  }
  return { ...annotationIds(decodePng(png, name), name), size: header.size };
}

/**
 * A label map as an 8-bit palette PNG with the DAVIS palette, as the benchmark's own tools read it.
 *
 * @param map object ids, [height, width] bytes
 */
export function encodeLabelMapPng(map: Uint8Array, { width, height }: FrameSize): Uint8Array {
  if (map.length !== width * height) {
    throw new RangeError(`${map.length} ids do not make a label map of ${width}×${height}`);
  }
  const palette = DAVIS_PALETTE.map((colour) => [...colour]);
  return encode({ width, height, data: map, depth: 8, channels: 1, palette });
}

/** IHDR is the first chunk, its interlace method the last of its 13 bytes. */
const INTERLACE_OFFSET = 28;

function decodePng(png: Uint8Array, name: string): DecodedPng {
  let decoded: DecodedPng;
  try {
    decoded = decode(png, { checkCrc: true });
  } catch (cause) {
    // The reader runs past the end of a file that was cut off.
    if (cause instanceof RangeError || !endsWithIend(png)) throw cutOff(name, cause);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Problem(`${name} is damaged (${reason}).`, 'Copy or export the file again.', {
      cause,
    });
  }
  if (decoded.depth < 8 && png[INTERLACE_OFFSET] === 1) {
    // fast-png 8.0 takes a byte for each pixel there.
    throw new Problem(
      `${name} is an interlaced PNG of ${decoded.depth} bits, which cannot be read.`,
      'Save it without interlacing.',
    );
  }
  return decoded;
}

function cutOff(name: string, cause?: unknown): Problem {
  return new Problem(
    `${name} is cut off: the file ends before its picture does.`,
    'Copy or export the file again.',
    { cause },
  );
}

function endsWithIend(png: Uint8Array): boolean {
  const type = String.fromCharCode(...png.subarray(png.length - 8, png.length - 4));
  return type === 'IEND';
}
