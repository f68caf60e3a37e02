import { type NetworkGrid, pixelsOf } from './networkGrid.ts';
import { areaAverage, replicateEdges } from './resample.ts';

/**
 * A label map as soft masks on the network's grid: [objects, 1, padded height, padded width]
 * float32, the share of each cell that the object covers, 0..1.
 *
 * @param map ids at the frame's full size
 * @param objectIds one mask for each, in this order
 */
export function objectMasks(
  map: Uint8Array,
  grid: NetworkGrid,
  objectIds: readonly number[],
): Float32Array {
  const pixels = pixelsOf(grid.padded);
  const masks = new Float32Array(objectIds.length * pixels);
  const covered = new Uint8Array(map.length);
  for (const [object, id] of objectIds.entries()) {
    for (let i = 0; i < map.length; i++) covered[i] = map[i] === id ? 1 : 0;
    const mask = masks.subarray(object * pixels, (object + 1) * pixels);
    areaAverage(covered, grid.frame, grid.content, mask, grid.padded.width);
    replicateEdges(mask, grid.content, grid.padded);
  }
  return masks;
}

/**
 * The masks of a frame on which objects appear: new objects displace the segmented ones.
 *
 * @param segmented [objects, 1, padded height, padded width], of which the first `known` are in use
 * @param added masks of the new objects, on the same grid
 * @param pixels number of pixels of one mask
 * @returns masks in the shape of `segmented`, with the new objects after the known ones
 */
export function introducedMasks(
  segmented: Float32Array,
  known: number,
  added: Float32Array,
  pixels: number,
): Float32Array {
  const masks = segmented.slice();
  for (let pixel = 0; pixel < pixels; pixel++) {
    let covered = 0;
    for (let place = pixel; place < added.length; place += pixels) covered += added[place] ?? 0;
    if (covered === 0) continue;
    for (let object = 0; object < known; object++) {
      const place = object * pixels + pixel;
      masks[place] = (masks[place] ?? 0) * Math.max(0, 1 - covered);
    }
  }
  masks.set(added, known * pixels);
  return masks;
}

/** Copies the pixels of `given` with one of these ids to `map`; both at full size. */
export function overwriteObjects(
  map: Uint8Array,
  given: Uint8Array,
  objectIds: readonly number[],
): void {
  const overwrites = new Uint8Array(256);
  for (const id of objectIds) overwrites[id] = 1;
  for (let pixel = 0; pixel < given.length; pixel++) {
    const id = given[pixel] ?? 0;
    if (overwrites[id]) map[pixel] = id;
  }
}
