import type { FrameSize } from './frames.ts';

/**
 * The id of pixels that are not to be scored (DAVIS-2017 writes 255). A ground-truth map may hold
 * it; a predicted one never does.
 */
export const VOID_ID = 255;

/**
 * A label map for each frame of a sequence: one object id per pixel, 0 = background, row by row,
 * [height, width] bytes a frame. One SharedArrayBuffer for all, for the same reason as `Frames`.
 */
export interface LabelMaps {
  readonly size: FrameSize;
  readonly count: number;
  readonly buffer: SharedArrayBuffer;
}

export function allocateLabelMaps(size: FrameSize, count: number): LabelMaps {
  return { size, count, buffer: new SharedArrayBuffer(size.width * size.height * count) };
}

/** The label map of frame `index`, a view: writing to it writes the map. */
export function labelMap(maps: LabelMaps, index: number): Uint8Array {
  if (!Number.isInteger(index) || index < 0 || index >= maps.count) {
    throw new RangeError(`label map ${index} is outside 0..${maps.count - 1}`);
  }
  const pixels = maps.size.width * maps.size.height;
  return new Uint8Array(maps.buffer, index * pixels, pixels);
}

/** The object ids that occur in a label map, ascending, without background and void. */
export function objectIdsOf(map: Uint8Array): number[] {
  const seen = new Uint8Array(256);
  for (const id of map) seen[id] = 1;
  const ids: number[] = [];
  for (let id = 1; id < VOID_ID; id++) if (seen[id]) ids.push(id);
  return ids;
}
