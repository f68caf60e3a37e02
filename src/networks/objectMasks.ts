import { type NetworkGrid, pixelsOf } from './networkGrid.ts';
import { areaAverage, replicateEdges } from './resample.ts';

/**
 * A label map as soft masks on the network's grid: [objects, 1, padded height, padded width]
 * float32, the part of each cell that the object covers, 0..1.
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
