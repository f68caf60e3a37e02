import type { FramePlanes } from '../../sequence/frames.ts';
import { VOID_ID } from '../../sequence/labelMaps.ts';
import { type NetworkGrid, pixelsOf } from '../tensors/networkGrid.ts';
import { replicateEdges } from '../tensors/resample.ts';

/** Y00, Y01, Y10, Y11, U, V: `Yij` contains luma row 2r + i, column 2c + j. */
export const LUMA_PHASES = 4;
export const ENHANCER_PLANES = 6;

/**
 * A frame as the enhancer's input: [6, padded height, padded width] float32, bytes / 255.
 * A luma plane of odd size repeats its last row or column.
 */
export function packPlanes(planes: FramePlanes, grid: NetworkGrid): Float32Array {
  const { content, padded } = grid;
  const pixels = pixelsOf(padded);
  const packed = new Float32Array(ENHANCER_PLANES * pixels);
  packLuma(planes.y, 255, grid, packed);
  for (const [index, chroma] of [planes.u, planes.v].entries()) {
    for (let row = 0; row < content.height; row++) {
      const source = row * content.width;
      const target = (LUMA_PHASES + index) * pixels + row * padded.width;
      for (let column = 0; column < content.width; column++) {
        packed[target + column] = (chroma[source + column] ?? 0) / 255;
      }
    }
  }
  for (let plane = LUMA_PHASES; plane < ENHANCER_PLANES; plane++) {
    replicateEdges(packed.subarray(plane * pixels, (plane + 1) * pixels), content, padded);
  }
  return packed;
}

/**
 * The four phases of a plane of the frame's size, [4, padded height, padded width].
 *
 * @param largest the value that becomes 1
 * @param packed receives the phases at its start
 */
export function packLuma(
  plane: Uint8Array,
  largest: number,
  { frame: { width, height }, content, padded }: NetworkGrid,
  packed: Float32Array,
): void {
  const pixels = pixelsOf(padded);
  for (let phase = 0; phase < LUMA_PHASES; phase++) {
    const phaseColumn = phase & 1;
    for (let row = 0; row < content.height; row++) {
      const source = Math.min(2 * row + (phase >> 1), height - 1) * width;
      const target = phase * pixels + row * padded.width;
      for (let column = 0; column < content.width; column++) {
        const x = Math.min(2 * column + phaseColumn, width - 1);
        packed[target + column] = (plane[source + x] ?? 0) / largest;
      }
    }
    replicateEdges(packed.subarray(phase * pixels, (phase + 1) * pixels), content, padded);
  }
}

/**
 * The reverse of {@link packPlanes}: writes the enhancer's output, rounded and clipped to bytes and
 * without padding, into the planes of a frame.
 */
export function unpackPlanes(packed: Float32Array, grid: NetworkGrid, output: FramePlanes): void {
  const { content, padded } = grid;
  const { width, height } = output.size;
  const pixels = pixelsOf(padded);
  for (let row = 0; row < height; row++) {
    const evenPhase = (row & 1) * 2 * pixels + (row >> 1) * padded.width;
    for (let column = 0; column < width; column++) {
      const source = evenPhase + (column & 1) * pixels + (column >> 1);
      output.y[row * width + column] = toByte(packed[source] ?? 0);
    }
  }
  for (const [index, chroma] of [output.u, output.v].entries()) {
    for (let row = 0; row < content.height; row++) {
      const source = (LUMA_PHASES + index) * pixels + row * padded.width;
      const target = row * content.width;
      for (let column = 0; column < content.width; column++) {
        chroma[target + column] = toByte(packed[source + column] ?? 0);
      }
    }
  }
}

/**
 * The mask of all objects on the enhancer's grid: [1, padded height, padded width] float32, the
 * share of each 2×2 luma square that objects cover, 0..1. Void pixels count as background.
 *
 * @param map ids at the frame's full size; null gives an empty mask
 */
export function foregroundMask(map: Uint8Array | null, grid: NetworkGrid): Float32Array {
  const { frame, content, padded } = grid;
  const mask = new Float32Array(pixelsOf(padded));
  if (!map) return mask;
  for (let row = 0; row < content.height; row++) {
    const above = 2 * row * frame.width;
    const below = Math.min(2 * row + 1, frame.height - 1) * frame.width;
    for (let column = 0; column < content.width; column++) {
      const left = 2 * column;
      const right = Math.min(left + 1, frame.width - 1);
      const covered =
        isObject(map[above + left]) +
        isObject(map[above + right]) +
        isObject(map[below + left]) +
        isObject(map[below + right]);
      mask[row * padded.width + column] = covered / 4;
    }
  }
  replicateEdges(mask, content, padded);
  return mask;
}

function isObject(id = 0): number {
  return id > 0 && id < VOID_ID ? 1 : 0;
}

function toByte(value: number): number {
  return value <= 0 ? 0 : value >= 1 ? 255 : (value * 255 + 0.5) | 0;
}
