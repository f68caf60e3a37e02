import type { FramePlanes, FrameSize } from '../../../sequence/frames.ts';
import { bicubicResize } from '../../tensors/bicubic.ts';
import { planesToImage } from '../../tensors/colour.ts';
import { nearestPositions } from '../../tensors/nearest.ts';
import { type NetworkGrid, pixelsOf } from '../../tensors/networkGrid.ts';
import { MEAN, MULTIPLE, SHORT_SIDE } from './stcnSettings.ts';

/** The grid of STCN, with the picture in the centre; an odd row or column is added at the end. */
export interface StcnGrid extends NetworkGrid {
  /** Padding columns on the left and rows above. */
  readonly left: number;
  readonly top: number;
}

/**
 * The grid of a frame: a short side above 480 is scaled to 480, then both sides are padded to
 * multiples of 16 (`models/stcn/pictures.py`).
 */
export function stcnGrid(frame: FrameSize): StcnGrid {
  const short = Math.min(frame.width, frame.height);
  const scaled = (side: number) =>
    short > SHORT_SIDE ? Math.floor((SHORT_SIDE * side) / short) : side;
  const content = { width: scaled(frame.width), height: scaled(frame.height) };
  const padded = {
    width: Math.ceil(content.width / MULTIPLE) * MULTIPLE,
    height: Math.ceil(content.height / MULTIPLE) * MULTIPLE,
  };
  return {
    ...{ frame, content, padded },
    left: (padded.width - content.width) >> 1,
    top: (padded.height - content.height) >> 1,
  };
}

/** A frame as STCN's input: [3, padded height, padded width] RGB, 0..1, padded with the mean. */
export function stcnImage(planes: FramePlanes, grid: StcnGrid): Float32Array {
  const { frame, content, padded } = grid;
  const rgb = planesToImage(planes, { frame, content: frame, padded: frame });
  const image = new Float32Array(3 * pixelsOf(padded));
  const from = pixelsOf(frame);
  for (const [channel, mean] of MEAN.entries()) {
    const plane = image.subarray(channel * pixelsOf(padded), (channel + 1) * pixelsOf(padded));
    plane.fill(mean);
    const own = rgb.subarray(channel * from, (channel + 1) * from);
    placeInCentre(bicubicResize(own, frame, content), grid, plane);
  }
  return image;
}

/**
 * A label map as masks of 0 and 1, by nearest neighbour: [objects, 1, padded height, padded width].
 *
 * @param map ids at the frame's full size
 */
export function stcnMasks(
  map: Uint8Array,
  grid: StcnGrid,
  objectIds: readonly number[],
): Float32Array {
  const { frame, content, padded, left, top } = grid;
  const pixels = pixelsOf(padded);
  const masks = new Float32Array(objectIds.length * pixels);
  const rows = nearestPositions(frame.height, content.height);
  const columns = nearestPositions(frame.width, content.width);
  for (const [y, from] of rows.entries()) {
    const row = from * frame.width;
    for (const [x, column] of columns.entries()) {
      const id = map[row + column] ?? 0;
      const object = objectIds.indexOf(id);
      if (object >= 0) masks[object * pixels + (y + top) * padded.width + x + left] = 1;
    }
  }
  return masks;
}

/** Crops planes [n, padded height, padded width] to [n, content height, content width]. */
export function withoutPadding(planes: Float32Array, grid: StcnGrid): Float32Array {
  const { content, padded, left, top } = grid;
  const count = planes.length / pixelsOf(padded);
  const cropped = new Float32Array(count * pixelsOf(content));
  for (let row = 0; row < count * content.height; row++) {
    const plane = Math.floor(row / content.height);
    const start = plane * pixelsOf(padded) + (top + (row % content.height)) * padded.width + left;
    cropped.set(planes.subarray(start, start + content.width), row * content.width);
  }
  return cropped;
}

function placeInCentre(
  plane: Float32Array,
  { content, padded, left, top }: StcnGrid,
  output: Float32Array,
): void {
  for (let row = 0; row < content.height; row++) {
    const own = plane.subarray(row * content.width, (row + 1) * content.width);
    output.set(own, (top + row) * padded.width + left);
  }
}
