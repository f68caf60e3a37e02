import type { FrameSize } from './frames.ts';

/**
 * The id of pixels that are not scored (255 in DAVIS-2017). Only ground truth may contain it.
 */
export const VOID_ID = 255;

/**
 * The label maps of a sequence: [height, width] bytes per frame, one object id per pixel, 0 =
 * background. All maps are in one SharedArrayBuffer, for the same reason as `Frames`.
 */
export interface LabelMaps {
  readonly size: FrameSize;
  readonly count: number;
  readonly buffer: SharedArrayBuffer;
}

export function allocateLabelMaps(size: FrameSize, count: number): LabelMaps {
  return { size, count, buffer: new SharedArrayBuffer(size.width * size.height * count) };
}

/** A view of the label map of frame `index`; writing to it changes the map. */
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
