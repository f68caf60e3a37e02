import type { FrameSize } from '../sequence/frames.ts';
import { forEachPixel } from './scaling.ts';
import type { Distortion } from './simplify.ts';

/** Objects smaller than this, absent ones too, are weighed as if they had so many pixels. */
const LEAST_AREA = 30;

/**
 * How much quality is worth: the bits that a map may cost for its mean J (Jaccard index over
 * objects) to be better by 1.
 *
 * @param quality 0 to 100, doubling every 12
 */
export function bitsPerJaccard(quality: number): number {
  return 1000 * 2 ** (quality / 12);
}

/**
 * What a coded label costs in J, counted in bits: each wrong pixel takes 1/area from the object
 * that it belongs to and from the one that it is given to.
 *
 * @param map the full map, [height, width] labels
 * @param labels how many there are, background included
 */
export function jaccardDistortion(
  map: Uint8Array,
  size: FrameSize,
  scale: number,
  labels: number,
  quality: number,
): Distortion {
  const areas = new Uint32Array(labels);
  for (const label of map) areas[label] = (areas[label] as number) + 1;
  const objects = Math.max(1, labels - 1);
  const weights = Float64Array.from(areas, (area, label) =>
    label === 0 ? 0 : bitsPerJaccard(quality) / objects / Math.max(LEAST_AREA, area),
  );
  return (x, y, label) => {
    let bits = 0;
    forEachPixel(size, scale, x, y, (at) => {
      const truth = map[at] as number;
      if (truth !== label) bits += (weights[truth] as number) + (weights[label] as number);
    });
    return bits;
  };
}
