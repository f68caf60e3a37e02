import type { FrameSize } from '../../sequence/frames.ts';
import type { Distortion } from './mapCosts.ts';

/** Smaller objects, including absent ones, are weighted as if they had this many pixels. */
const LEAST_AREA = 30;

/**
 * The bits that the encoder spends on a map to gain 1 in mean J (Jaccard index over objects). They
 * double every 12 steps of quality.
 *
 * @param quality 0 to 100
 */
export function bitsPerJaccard(quality: number): number {
  return 1000 * 2 ** (quality / 12);
}

/**
 * The loss of J of a coded label, converted to bits: each wrong pixel costs 1/area for the object
 * in the map and for the object of the label.
 *
 * @param map the full map, [height, width] labels
 * @param labels number of labels, including the background
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

/** The number of pixels of each label. */
function areasOf(map: Uint8Array, labels: number): Uint32Array {
  const areas = new Uint32Array(labels);
  const count = (label: number, pixels: number) => {
    areas[label] = (areas[label] as number) + pixels;
  };
  // Count runs of equal pixels: most pixels equal their left neighbour.
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
