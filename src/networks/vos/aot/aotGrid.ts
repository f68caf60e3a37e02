import type { FramePlanes, FrameSize } from '../../../sequence/frames.ts';
import { bicubicResize } from '../../tensors/bicubic.ts';
import { planesToImage } from '../../tensors/colour.ts';
import { nearestPositions } from '../../tensors/nearest.ts';
import { pixelsOf } from '../../tensors/networkGrid.ts';
import { LONGEST_SIDE, STRIDE } from './aotSettings.ts';

/**
 * Size of the network's picture, as in the official evaluation (`models/aot/pictures.py`): both
 * sides are 16 k + 1, so the aspect changes slightly. 854×480 becomes 849×481.
 */
export function aotSize({ width, height }: FrameSize): FrameSize {
  const longest = Math.max(width, height);
  const scale = longest > LONGEST_SIDE ? LONGEST_SIDE / longest : 1;
  return { width: rounded(scale * width), height: rounded(scale * height) };
}

/** A layer's size at a stride; its corner positions are the picture's corner pixels. */
export function layerSize({ width, height }: FrameSize, stride: number): FrameSize {
  return { width: (width - 1) / stride + 1, height: (height - 1) / stride + 1 };
}

/** A frame as the network's input: [3, height, width] RGB, 0..1 or slightly beyond. */
export function aotImage(planes: FramePlanes, size: FrameSize): Float32Array {
  const frame = planes.size;
  const rgb = planesToImage(planes, { frame, content: frame, padded: frame });
  const image = new Float32Array(3 * pixelsOf(size));
  for (const channel of [0, 1, 2]) {
    const own = rgb.subarray(channel * pixelsOf(frame), (channel + 1) * pixelsOf(frame));
    const output = image.subarray(channel * pixelsOf(size), (channel + 1) * pixelsOf(size));
    bicubicResize(own, frame, size, output);
  }
  return image;
}

/**
 * Converts the object numbers of all passes on the frame's grid to those of one pass, 0 to 10, on
 * the network's grid, by nearest neighbour.
 *
 * @param first number of the pass's first object, from 1
 * @returns [height, width] float32, for the `labels` input of the graphs
 */
export function labelsOfPass(
  numbers: Uint8Array,
  frame: FrameSize,
  size: FrameSize,
  first: number,
  objects: number,
): Float32Array {
  const labels = new Float32Array(pixelsOf(size));
  const rows = nearestPositions(frame.height, size.height);
  const columns = nearestPositions(frame.width, size.width);
  for (const [y, from] of rows.entries()) {
    const row = from * frame.width;
    for (const [x, column] of columns.entries()) {
      const own = (numbers[row + column] ?? 0) - first + 1;
      labels[y * size.width + x] = own >= 1 && own <= objects ? own : 0;
    }
  }
  return labels;
}

/** @param side in pixels, truncated; halfway between two multiples of 16, the even one is chosen */
function rounded(side: number): number {
  const parts = (Math.floor(side) - 1) / STRIDE;
  const below = Math.floor(parts);
  const isHalf = parts - below === 0.5;
  const nearest = isHalf ? below + (below % 2) : Math.round(parts);
  return Math.max(1, nearest) * STRIDE + 1;
}
