import type { FramePlanes } from '../../sequence/frames.ts';
import { type NetworkGrid, pixelsOf } from './networkGrid.ts';
import { areaAverage, replicateEdges } from './resample.ts';

/**
 * A frame as the VOS network's input: [3, padded height, padded width] float32, RGB, 0..1.
 *
 * The planes are averaged down before the conversion, as `models/data/yuv.py` did in training. For
 * 854×480 the chroma planes are used unchanged.
 */
export function planesToImage(planes: FramePlanes, grid: NetworkGrid): Float32Array {
  const { content, padded } = grid;
  const pixels = pixelsOf(padded);
  const image = new Float32Array(3 * pixels);
  const first = image.subarray(0, pixels);
  const second = image.subarray(pixels, 2 * pixels);
  const third = image.subarray(2 * pixels);
  areaAverage(planes.y, planes.size, content, first, padded.width);
  areaAverage(planes.u, planes.chroma, content, second, padded.width);
  areaAverage(planes.v, planes.chroma, content, third, padded.width);
  convertToRgb(first, second, third, content.height * padded.width);
  for (const channel of [first, second, third]) replicateEdges(channel, content, padded);
  return image;
}

/**
 * Turns `count` samples of Y, U and V (0..255, ITU-R BT.601, limited range) into R, G and B
 * (0..1, clipped), in place.
 */
function convertToRgb(
  yToRed: Float32Array,
  uToGreen: Float32Array,
  vToBlue: Float32Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const luma = ((yToRed[i] ?? 0) - 16) * (1 / 219);
    const blueDifference = ((uToGreen[i] ?? 0) - 128) * (1 / 224);
    const redDifference = ((vToBlue[i] ?? 0) - 128) * (1 / 224);
    yToRed[i] = clip(luma + 1.402 * redDifference);
    uToGreen[i] = clip(luma - 0.344136 * blueDifference - 0.714136 * redDifference);
    vToBlue[i] = clip(luma + 1.772 * blueDifference);
  }
}

function clip(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}
