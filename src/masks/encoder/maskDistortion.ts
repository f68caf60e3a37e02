import type { FrameSize } from '../../sequence/frames.ts';
import type { Distortion } from './mapCosts.ts';

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
  const areas = areasOf(map, labels);
  const objects = Math.max(1, labels - 1);
  const weights = Float64Array.from(areas, (area, label) =>
    label === 0 ? 0 : bitsPerJaccard(quality) / objects / Math.max(LEAST_AREA, area),
  );
  const { width, height } = size;
  return (x, y, label) => {
    const endX = Math.min(width, (x + 1) * scale);
    const endY = Math.min(height, (y + 1) * scale);
    const own = weights[label] as number;
    let bits = 0;
    for (let line = y * scale; line < endY; line++) {
      const end = line * width + endX;
      for (let at = line * width + x * scale; at < end; at++) {
        const truth = map[at] as number;
        if (truth !== label) bits += (weights[truth] as number) + own;
      }
    }
    return bits;
  };
}

/** How many pixels have each label. */
function areasOf(map: Uint8Array, labels: number): Uint32Array {
  const areas = new Uint32Array(labels);
  const count = (label: number, pixels: number) => {
    areas[label] = (areas[label] as number) + pixels;
  };
  // Along a row most are as the one before.
  let start = 0;
  let label = map[0] as number;
  for (let at = 1; at < map.length; at++) {
    const next = map[at] as number;
    if (next === label) continue;
    count(label, at - start);
    start = at;
    label = next;
  }
  count(label, map.length - start);
  return areas;
}
