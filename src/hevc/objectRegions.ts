import type { FrameSize } from '../sequence/frames.ts';
import { VOID_ID } from '../sequence/labelMaps.ts';

/**
 * How far the border of an object reaches on each side of its boundary, in pixels: the side of
 * x265's smallest coding unit. Bits are known for whole coding units, so that nothing nearer to a
 * boundary can be told apart from it.
 */
export const BORDER_PIXELS = 8;

/** The parts of a frame; together they cover it. */
export const REGIONS = ['inside', 'innerBorder', 'outerBorder', 'background'] as const;

/**
 * - `inside`: pixels of an object, farther than {@link BORDER_PIXELS} from its boundary;
 * - `innerBorder`: the other pixels of an object;
 * - `outerBorder`: pixels of no object, at most {@link BORDER_PIXELS} from one;
 * - `background`: all other pixels.
 */
export type Region = (typeof REGIONS)[number];

/**
 * The region of each pixel, an index into {@link REGIONS}. The boundary is where two labels meet,
 * also those of two objects; the edge of the frame is none, and void counts as background. The
 * distance is the larger one of across and down, as blocks are squares.
 */
export function regionsOf(map: Uint8Array, size: FrameSize): Uint8Array {
  const labels = map.map((label) => (label === VOID_ID ? 0 : label));
  const isBorder = nearOtherLabel(labels, size);
  // As in the order of the regions: inside, inner border, outer border, background.
  return labels.map((label, at) =>
    label === 0 ? 3 - (isBorder[at] as number) : (isBorder[at] as number),
  );
}

/**
 * 1 for each pixel that has another label within {@link BORDER_PIXELS}: the square around it is not
 * of one label, so that one of its rows is not, or its middle column is not.
 */
function nearOtherLabel(labels: Uint8Array, { width, height }: FrameSize): Uint8Array {
  const isNear = new Uint8Array(labels.length);
  for (let y = 0; y < height; y++) markChanges(labels, isNear, y * width, 1, width);
  const isNearInRow = isNear.slice();
  for (let x = 0; x < width; x++) {
    markChanges(labels, isNear, x, width, height);
    spread(isNearInRow, isNear, x, width, height);
  }
  return isNear;
}

/** Marks the pixels of a row or column on both sides of every change of the label. */
function markChanges(
  labels: Uint8Array,
  marked: Uint8Array,
  start: number,
  step: number,
  count: number,
): void {
  for (let index = 1; index < count; index++) {
    const at = start + index * step;
    if (labels[at] === labels[at - step]) continue;
    const end = Math.min(count, index + BORDER_PIXELS);
    for (let near = Math.max(0, index - BORDER_PIXELS); near < end; near++) {
      marked[start + near * step] = 1;
    }
  }
}

/** Marks the pixels of a column that are near one that is marked in `from`. */
function spread(
  from: Uint8Array,
  marked: Uint8Array,
  start: number,
  step: number,
  count: number,
): void {
  for (const direction of [step, -step]) {
    let left = 0;
    let at = direction > 0 ? start : start + (count - 1) * step;
    for (let index = 0; index < count; index++, at += direction) {
      if (from[at] === 1) left = BORDER_PIXELS + 1;
      if (left === 0) continue;
      marked[at] = 1;
      left -= 1;
    }
  }
}
