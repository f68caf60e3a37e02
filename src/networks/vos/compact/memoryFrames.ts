import type { Tensor } from 'onnxruntime-web';
import type { Precision } from '../../networksApi.ts';

/** The shape of a VOS memory. */
export interface MemoryShape {
  /** Number of slots, not counting the previous frame. */
  readonly capacity: number;
  /** Number of frames from one memory frame to the next. */
  readonly interval: number;
  /** Of keys and values. */
  readonly precision: Precision;
  /** Dimensions of one frame's key: [64, h / 8, w / 8]. */
  readonly key: readonly number[];
  /** Dimensions of one frame's values: [objects, 16, h / 8, w / 8]. */
  readonly value: readonly number[];
}

/** The inputs of the `read` graph that come from the memory. */
export interface MemoryInputs {
  /** [slots, 64, h / 8, w / 8] */
  readonly memory_key: Tensor;
  /** [slots, objects, 16, h / 8, w / 8] */
  readonly memory_value: Tensor;
  /** [slots, objects], 1 if the slot's frame contains the object, otherwise 0. */
  readonly memory_valid: Tensor;
  /** [1, 64, h / 8, w / 8] */
  readonly previous_key: Tensor;
  /** [objects, 16, h / 8, w / 8] */
  readonly previous_value: Tensor;
}

/** Keys and values of the previous frame and of the frames in the slots, on the CPU or a GPU. */
export interface MemoryFrames {
  /** Makes this frame the previous one. The tensors are copied. */
  setPrevious(key: Tensor, value: Tensor): void;
  /** Replaces the previous frame's values. The tensor is copied. */
  setPreviousValue(value: Tensor): void;
  /** Copies the previous frame into a slot. */
  keepPrevious(slot: number): void;
  /** @param known number of objects in the frame of each used slot, from slot 0 */
  inputs(known: readonly number[]): MemoryInputs;
  dispose(): void;
}

/**
 * Which objects the frame in each slot contains. Objects are numbered in the order in which they
 * appear, so each frame contains the first few.
 *
 * @param known number of objects in the frame of each used slot
 * @returns [slots, objects], 1 or 0
 */
export function validity(known: readonly number[], slots: number, objects: number): Float32Array {
  const valid = new Float32Array(slots * objects);
  known.forEach((count, slot) => {
    valid.fill(1, slot * objects, slot * objects + count);
  });
  return valid;
}

/** @param value dimensions of one frame's values */
export function objectsOf(value: readonly number[]): number {
  return value[0] ?? 0;
}

export function elements(dimensions: readonly number[]): number {
  return dimensions.reduce((product, dimension) => product * dimension, 1);
}
