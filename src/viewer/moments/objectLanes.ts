import type { ColumnState } from '../../experiment/experimentState.ts';
import { type LabelMaps, labelMap } from '../../sequence/labelMaps.ts';
import { type ObjectState, objectState } from './objectState.ts';
import { type Overlap, overlapOf } from './overlap.ts';

/** Milliseconds of work at a time, which do not hold up a frame on the screen. */
const SLICE = 6;

/** The overlaps of a pair of label maps, one for each frame that was looked at. */
interface Known {
  readonly ids: string;
  readonly frames: (Overlap | undefined)[];
}

/**
 * Overlaps by the memory of the predicted and of the true label maps, so that each frame is counted
 * once, whatever is shown later; they are forgotten with the maps.
 */
const known = new WeakMap<SharedArrayBuffer, WeakMap<SharedArrayBuffer, Known>>();

/**
 * The state of each scored object in each frame, as far as it was worked out.
 *
 * @returns a list for each object, with null for a frame without a score or that is not known yet
 */
export function objectLanes(
  column: ColumnState,
  truth: ColumnState | null,
  ids: readonly number[],
  frameCount: number,
): (ObjectState | null)[][] {
  const overlaps = truth ? overlapsOf(column, truth, ids) : null;
  return ids.map((_, object) =>
    Array.from({ length: frameCount }, (_, frame) => {
      const [score, overlap] = [column.scores[frame], overlaps?.[frame]];
      return score && overlap ? objectState(overlap, object, score.J[object] ?? 0) : null;
    }),
  );
}

/**
 * Works out the overlaps that `objectLanes` needs, a few frames at a time while the page is idle.
 *
 * @param onChange called when more are known
 * @returns a function that stops
 */
export function workOutOverlaps(
  column: ColumnState,
  truth: ColumnState,
  ids: readonly number[],
  onChange: () => void,
): () => void {
  const { maps } = column;
  const trueMaps = truth.maps;
  const overlaps = overlapsOf(column, truth, ids);
  if (!maps || !trueMaps || !overlaps) return () => {};
  const missing = column.mapsReady.flatMap((ready, frame) =>
    ready && truth.mapsReady[frame] && column.scores[frame] && !overlaps[frame] ? [frame] : [],
  );
  let cancel = () => {};
  let next = 0;
  const work = () => {
    const start = performance.now();
    while (next < missing.length && performance.now() - start < SLICE) {
      const frame = missing[next++] ?? 0;
      overlaps[frame] = frameOverlap(trueMaps, maps, frame, ids);
    }
    if (next < missing.length) cancel = whenIdle(work);
    // Once at the end: each change draws the strip again.
    else onChange();
  };
  if (missing.length > 0) cancel = whenIdle(work);
  return () => cancel();
}

function frameOverlap(
  truth: LabelMaps,
  predicted: LabelMaps,
  frame: number,
  ids: readonly number[],
) {
  return overlapOf(labelMap(truth, frame), labelMap(predicted, frame), ids);
}

/** What is known of two columns; null while one of them has no maps. */
function overlapsOf(
  { maps }: ColumnState,
  { maps: trueMaps }: ColumnState,
  ids: readonly number[],
): (Overlap | undefined)[] | null {
  if (!maps || !trueMaps || maps.buffer.byteLength !== trueMaps.buffer.byteLength) return null;
  const ofMaps = known.get(maps.buffer) ?? new WeakMap<SharedArrayBuffer, Known>();
  known.set(maps.buffer, ofMaps);
  const list = ids.join(' ');
  const before = ofMaps.get(trueMaps.buffer);
  if (before?.ids === list) return before.frames;
  const frames: (Overlap | undefined)[] = [];
  ofMaps.set(trueMaps.buffer, { ids: list, frames });
  return frames;
}

/** Safari has no `requestIdleCallback`. */
function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const handle = setTimeout(work);
    return () => clearTimeout(handle);
  }
  // Not later than that while a video plays and the page is never idle.
  const handle = requestIdleCallback(work, { timeout: 200 });
  return () => cancelIdleCallback(handle);
}
