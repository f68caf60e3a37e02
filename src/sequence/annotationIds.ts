import type { DecodedPng } from 'fast-png';
import { Problem } from '../problem.ts';
import { idOfDavisColour } from './davisPalette.ts';
import { VOID_ID } from './labelMaps.ts';

/**
 * How the pixels of an annotation encode ids.
 *
 * - `ids`: palette indices or palette colours; 255 is void.
 * - `grey`: grey values, not only black and white; each is an id, and 255 is void.
 * - `black-and-white`: DAVIS-2016, where white is object 1. White is stored as 255, as in the file.
 */
export type AnnotationCoding = 'ids' | 'grey' | 'black-and-white';

export interface AnnotationIds {
  /** [height, width] bytes. */
  readonly ids: Uint8Array;
  readonly coding: AnnotationCoding;
}

/** A file with more grey values than this is considered a soft mask. */
const MOST_GREY_IDS = 64;
const WHITE = 255;

/**
 * Converts a decoded annotation to ids.
 *
 * @throws Problem that names the file when its pixels cannot be ids
 */
export function annotationIds(png: DecodedPng, name: string): AnnotationIds {
  const samples = unpackSamples(png);
  if (png.palette && png.channels === 1) {
    return { ids: Uint8Array.from(samples), coding: 'ids' };
  }
  return png.channels <= 2
    ? greyIds(samples, png.channels, 2 ** png.depth - 1, name)
    : colourIds(samples, png.channels, png, name);
}

/** Replaces white (255) with object 1, in place. */
export function whiteToObject(ids: Uint8Array): void {
  for (let pixel = 0; pixel < ids.length; pixel++) if (ids[pixel] === WHITE) ids[pixel] = 1;
}

function greyIds(
  samples: Uint8Array | Uint16Array,
  channels: number,
  white: number,
  name: string,
): AnnotationIds {
  const ids = new Uint8Array(samples.length / channels);
  const values = new Set<number>();
  for (let pixel = 0; pixel < ids.length; pixel++) {
    // Transparent is background.
    const value = channels === 2 && samples[pixel * 2 + 1] === 0 ? 0 : samples[pixel * channels];
    values.add(value ?? 0);
    ids[pixel] = value ?? 0;
  }
  values.delete(0);
  if ([...values].every((value) => value === white)) {
    // Represent white as 255 at every bit depth except 1, where it is already 1.
    if (white > 1)
      for (let pixel = 0; pixel < ids.length; pixel++) if (ids[pixel]) ids[pixel] = WHITE;
    return { ids, coding: 'black-and-white' };
  }
  const highest = Math.max(...values);
  if (values.size <= MOST_GREY_IDS && highest > VOID_ID) {
    throw new Problem(
      `${name} contains the id ${highest}; object ids go from 1 to ${VOID_ID - 1}.`,
      'Renumber its objects and save it as a palette PNG.',
    );
  }
  if (values.size > MOST_GREY_IDS) {
    throw new Problem(
      `${name} contains ${values.size} grey values, too many to be object ids: it looks like a soft mask.`,
      'Save it as a palette PNG, or with 0 for the background and 255 for the object.',
    );
  }
  return { ids, coding: 'grey' };
}

function colourIds(
  samples: Uint8Array | Uint16Array,
  channels: number,
  png: DecodedPng,
  name: string,
): AnnotationIds {
  if (png.depth !== 8) {
    throw new Problem(
      `${name} has 16-bit colours, which cannot be object ids.`,
      'Save it as a palette PNG.',
    );
  }
  const ids = new Uint8Array(samples.length / channels);
  let hasWhite = false;
  let firstWhite: number | undefined;
  let hasColour = false;
  for (let pixel = 0; pixel < ids.length; pixel++) {
    const offset = pixel * channels;
    if (channels === 4 && samples[offset + 3] === 0) continue; // Transparent is background.
    const [red = 0, green = 0, blue = 0] = [
      samples[offset],
      samples[offset + 1],
      samples[offset + 2],
    ];
    if (red === WHITE && green === WHITE && blue === WHITE) {
      // White is not in the palette, so it is only valid together with black (object 1).
      hasWhite = true;
      firstWhite ??= pixel;
      ids[pixel] = WHITE;
      continue;
    }
    const id = idOfDavisColour(red, green, blue);
    if (id === undefined) throw unknownColour([red, green, blue], pixel, png.width, name);
    hasColour ||= id !== 0;
    ids[pixel] = id;
  }
  if (!hasWhite) return { ids, coding: 'ids' };
  if (hasColour) throw unknownColour([WHITE, WHITE, WHITE], firstWhite ?? 0, png.width, name);
  return { ids, coding: 'black-and-white' };
}

function unknownColour(
  colour: readonly number[],
  pixel: number,
  width: number,
  name: string,
): Problem {
  const place = `x ${pixel % width}, y ${Math.floor(pixel / width)}`;
  return new Problem(
    `${name} contains the colour ${colour.join(', ')} (at ${place}), which is not in the DAVIS palette.`,
    'Save it as a palette PNG without smooth edges.',
  );
}

/** Unpacks samples of 1, 2 and 4 bits, which fast-png returns packed. Rows start at a new byte. */
function unpackSamples({
  data,
  width,
  height,
  depth,
  channels,
}: DecodedPng): Uint8Array | Uint16Array {
  if (depth === 16) return data instanceof Uint16Array ? data : Uint16Array.from(data);
  if (depth === 8) return data instanceof Uint8Array ? data : Uint8Array.from(data);
  const perRow = width * channels;
  const bytesPerRow = Math.ceil((perRow * depth) / 8);
  const mask = 2 ** depth - 1;
  const samples = new Uint8Array(perRow * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < perRow; column++) {
      const bit = column * depth;
      const byte = data[row * bytesPerRow + (bit >> 3)] ?? 0;
      samples[row * perRow + column] = (byte >> (8 - depth - (bit & 7))) & mask;
    }
  }
  return samples;
}
