import { Problem } from '../../../problem.ts';
import { type FrameSize, formatSize } from '../../../sequence/frames.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { pixelsOf } from '../../tensors/networkGrid.ts';
import { type StcnGrid, stcnGrid } from './stcnGrid.ts';
import { FINEST_CHANNELS, SHORT_SIDE, STRIDE, VALUE_CHANNELS } from './stcnSettings.ts';

/**
 * How many objects can be read at a time, and how many memory frames fit: on a GPU, so that no
 * buffer exceeds its binding limit; on wasm, so that the memory frames fit their share of the
 * memory.
 */
export function stcnFit(
  { gpu, precision }: Pick<Runtime, 'gpu' | 'precision'>,
  { padded }: Pick<StcnGrid, 'padded'>,
  objectCount: number,
): { objectsAtOnce: number; frames: number } {
  const bytes = precision === 'float32' ? 4 : 2;
  const value = (pixelsOf(padded) / STRIDE ** 2) * VALUE_CHANNELS * bytes;
  if (!gpu) {
    const frames = Math.floor(MEMORY_ON_WASM / (value * Math.max(1, objectCount)));
    return { objectsAtOnce: Math.min(objectCount, OBJECTS_ON_WASM), frames: Math.max(2, frames) };
  }
  const largest = gpu.device.limits.maxStorageBufferBindingSize;
  const finest = (pixelsOf(padded) / FINEST_STRIDE ** 2) * FINEST_CHANNELS * bytes;
  const objectsAtOnce = Math.max(1, Math.min(objectCount, Math.floor(largest / finest)));
  const frames = Math.floor(largest / (value * Math.max(1, objectsAtOnce)));
  return { objectsAtOnce, frames: Math.max(2, frames) };
}

/**
 * Bytes of wasm memory that STCN needs with a full memory. Measured with onnxruntime-web 1.30 and
 * two memory frames, in MiB: 260 for the weights; 374 for 854×480 and one object, 646 for three;
 * 449 for 1152×480 and one.
 */
export function stcnBytes(size: FrameSize, objectCount: number): number {
  const objects = Math.min(objectCount, OBJECTS_ON_WASM);
  return WEIGHTS + pixelsOf(stcnGrid(size).padded) * objects * PIXEL_BYTES + MEMORY_ON_WASM;
}

/**
 * Refuses frames that are too small for STCN or exceed a browser's memory, before a run.
 *
 * @param room available bytes of wasm memory
 * @throws Problem with a remedy
 */
export function assertStcnFits(size: FrameSize, objectCount: number, room: number): void {
  if (pixelsOf(stcnGrid(size).padded) < MIN_PLACES * STRIDE ** 2) {
    throw new Problem(
      `Frames of ${formatSize(size)} are too small for STCN.`,
      'Scale the pictures up to 64×64 pixels or more, or choose another network.',
    );
  }
  if (stcnBytes(size, objectCount) <= room) return;
  const objects = Math.min(objectCount, OBJECTS_ON_WASM);
  const pixels = (room - WEIGHTS - MEMORY_ON_WASM) / (objects * PIXEL_BYTES);
  const ratio = Math.floor((0.9 * pixels) / SHORT_SIDE ** 2);
  throw new Problem(
    `Frames of ${formatSize(size)} are too long for STCN in a browser.`,
    `Crop the pictures so that the longer side is at most ${ratio} times as long as the shorter one, or choose another network.`,
  );
}

/** Objects that are read at a time on wasm, where more need memory without saving time. */
const OBJECTS_ON_WASM = 4;
/** Bytes of the memory values on wasm; at 854×480 these are 323 frames of one object. */
const MEMORY_ON_WASM = 2 ** 30;
const WEIGHTS = 260 * 2 ** 20;
/** Bytes of an object's layers per pixel of the padded picture. */
const PIXEL_BYTES = 345;
/** The number of positions that the network's pieces require. */
const MIN_PLACES = 16;
/** Pixels between two positions of the decoder's finest layer. */
const FINEST_STRIDE = 4;
