import { Problem } from '../../../problem.ts';
import { type FrameSize, formatSize } from '../../../sequence/frames.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { pixelsOf } from '../../tensors/networkGrid.ts';
import { type StcnGrid, stcnGrid } from './stcnGrid.ts';
import { FINEST_CHANNELS, SHORT_SIDE, STRIDE, VALUE_CHANNELS } from './stcnSettings.ts';

/**
 * How many objects can be read at a time, and how many frames remembered, so that no buffer is larger
 * than the GPU binds, and the memory within what wasm has for it.
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
 * Bytes of wasm memory that STCN takes with a full memory. Measured with onnxruntime-web 1.30 and two
 * frames in the memory, in MiB: 260 for the weights; 374 for 854×480 and one object, 646 for three; 449
 * for 1152×480 and one.
 */
export function stcnBytes(size: FrameSize, objectCount: number): number {
  const objects = Math.min(objectCount, OBJECTS_ON_WASM);
  return WEIGHTS + pixelsOf(stcnGrid(size).padded) * objects * PIXEL_BYTES + MEMORY_ON_WASM;
}

/**
 * Refuses frames that STCN cannot read, or not in a browser's memory, before a run.
 *
 * @param room bytes of wasm memory that there are
 * @throws Problem that says what to do
 */
export function assertStcnFits(size: FrameSize, objectCount: number, room: number): void {
  if (pixelsOf(stcnGrid(size).padded) < FEWEST_PLACES * STRIDE ** 2) {
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
    `Crop the pictures, so that the longer side is at most ${ratio} times as long as the shorter one, or choose another network.`,
  );
}

/** Objects that are read at a time on wasm, where each takes memory and none saves time. */
const OBJECTS_ON_WASM = 4;
/** Bytes of remembered values on wasm; at 854×480 these are 323 frames of one object. */
const MEMORY_ON_WASM = 2 ** 30;
const WEIGHTS = 260 * 2 ** 20;
/** Of an object's layers, by pixel of the padded picture. */
const PIXEL_BYTES = 345;
/** Places that the network's pieces need at least. */
const FEWEST_PLACES = 16;
/** Frame pixels between two positions of the decoder's finest layer. */
const FINEST_STRIDE = 4;
