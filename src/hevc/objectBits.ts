import type { FrameSize } from '../sequence/frames.ts';
import { REGIONS, type Region, regionsOf } from './objectRegions.ts';
import { bitsOfUnit, type PictureBlocks } from './pictureBlocks.ts';
import { shownUnits } from './shownUnits.ts';

/** A region's pixels, and the bits of the coding units that cover them. */
export interface RegionBits {
  readonly pixels: number;
  readonly bits: number;
}

/** Pixels and bits of each region of one frame or of several. */
export type ObjectBits = Readonly<Record<Region, RegionBits>>;

/**
 * How many of a picture's bits its objects got. A coding unit's bits are spread evenly over those
 * of its pixels that are shown: inside a unit the stream does not say where they belong. Bits that
 * belong to no coding unit (headers, sample adaptive offset, messages) are not counted.
 *
 * @param map label map of the picture, 0 and void are background
 * @throws Problem if the map is not of the picture's size
 */
export function objectBits(blocks: PictureBlocks, map: Uint8Array, size: FrameSize): ObjectBits {
  const regions = regionsOf(map, size);
  const total = REGIONS.map(() => ({ pixels: 0, bits: 0 }));
  const pixels = new Float64Array(REGIONS.length);
  for (const [unit, { left, top, right, bottom }] of shownUnits(blocks, size)) {
    pixels.fill(0);
    for (let y = top; y < bottom; y++) {
      const row = y * size.width;
      for (let at = row + left; at < row + right; at++) (pixels[regions[at] as number] as number)++;
    }
    const perPixel = bitsOfUnit(blocks, unit) / ((right - left) * (bottom - top));
    for (const [region, counted] of total.entries()) {
      counted.pixels += pixels[region] as number;
      counted.bits += (pixels[region] as number) * perPixel;
    }
  }
  const [inside, innerBorder, outerBorder, background] = total;
  return { inside, innerBorder, outerBorder, background } as ObjectBits;
}

/** The sum over frames; null if there is none. */
export function totalObjectBits(frames: readonly (ObjectBits | null)[]): ObjectBits | null {
  return frames.reduce((sum, frame) => (sum && frame ? added(sum, frame) : (sum ?? frame)), null);
}

/** Shares of a frame's or sequence's pixels and bits, 0..1. */
export interface Share {
  readonly area: number;
  readonly bits: number;
}

/**
 * What a table says of the regions. The border reaches into the object, so that `object` and
 * `border` share the inner border; `background` is the rest.
 */
export interface ObjectShares {
  /** All pixels of the objects. */
  readonly object: Share;
  /** Both sides of the boundary. */
  readonly border: Share;
  /** Neither object nor border. */
  readonly background: Share;
}

/** The shares of the regions; null where nothing was counted. */
export function objectShares(bits: ObjectBits): ObjectShares | null {
  const { inside, innerBorder, outerBorder, background } = bits;
  const all = [inside, innerBorder, outerBorder, background].reduce(sumOf);
  if (all.pixels === 0 || all.bits === 0) return null;
  const share = (part: RegionBits): Share => ({
    area: part.pixels / all.pixels,
    bits: part.bits / all.bits,
  });
  return {
    object: share(sumOf(inside, innerBorder)),
    border: share(sumOf(innerBorder, outerBorder)),
    background: share(background),
  };
}

function added(a: ObjectBits, b: ObjectBits): ObjectBits {
  return {
    inside: sumOf(a.inside, b.inside),
    innerBorder: sumOf(a.innerBorder, b.innerBorder),
    outerBorder: sumOf(a.outerBorder, b.outerBorder),
    background: sumOf(a.background, b.background),
  };
}

function sumOf(a: RegionBits, b: RegionBits): RegionBits {
  return { pixels: a.pixels + b.pixels, bits: a.bits + b.bits };
}
