import type { ColumnState } from '../../experiment/experimentState.ts';
import { columnKind } from '../../results/columnSpec.ts';
import type { FramePart } from '../../scoring/artefacts.ts';
import { labelMap, VOID_ID } from '../../sequence/labelMaps.ts';

/** Sides of the parts that are compared, and how far apart they are, in pixels. */
const WIDTH = 160;
const HEIGHT = 96;
const STEP = 8;

/**
 * The part of a frame where most pixels of a column's masks have another label than the ground
 * truth; null if the masks or the truth are not there, or if all are right.
 */
export function findWrongMasks(
  column: ColumnState,
  columns: readonly ColumnState[],
  frame: number | null,
): FramePart | null {
  const truth = columns.find(({ spec }) => columnKind(spec) === 'truth');
  if (frame === null || !column.maps || !truth?.maps || !column.mapsReady[frame]) return null;
  const { size } = column.maps;
  const [width, height] = [Math.min(WIDTH, size.width), Math.min(HEIGHT, size.height)];
  const wrong = wrongSums(labelMap(column.maps, frame), labelMap(truth.maps, frame), size.width);
  const row = size.width + 1;
  let best = 0;
  let part: FramePart | null = null;
  for (let y = 0; y + height <= size.height; y += STEP) {
    for (let x = 0; x + width <= size.width; x += STEP) {
      const at = (dx: number, dy: number) => wrong[(y + dy) * row + x + dx] ?? 0;
      const count = at(width, height) - at(0, height) - at(width, 0) + at(0, 0);
      if (count <= best) continue;
      best = count;
      part = { frame, x, y, width, height };
    }
  }
  return part;
}

/** The number of wrong pixels above and to the left of each point, [height + 1, width + 1]. */
function wrongSums(found: Uint8Array, wanted: Uint8Array, width: number): Uint32Array {
  const height = found.length / width;
  const row = width + 1;
  const sums = new Uint32Array((height + 1) * row);
  for (let y = 0; y < height; y++) {
    let inRow = 0;
    for (let x = 0; x < width; x++) {
      const [label, truth] = [found[y * width + x], wanted[y * width + x]];
      if (label !== truth && truth !== VOID_ID) inRow++;
      sums[(y + 1) * row + x + 1] = (sums[y * row + x + 1] ?? 0) + inRow;
    }
  }
  return sums;
}
