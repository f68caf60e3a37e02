import type { Tensor } from 'onnxruntime-web';
import type { Precision } from '../../networksApi.ts';
import type { Onnx } from '../../runtime/runtime.ts';
import {
  elements,
  type MemoryFrames,
  type MemoryInputs,
  type MemoryShape,
  objectsOf,
  validity,
} from './memoryFrames.ts';

/** Memory frames on the CPU. Passes only used slots to the network, whose cost is proportional. */
export class CpuFrames implements MemoryFrames {
  private readonly keys: Numbers;
  private readonly values: Numbers;
  private readonly previousKey: Numbers;
  private readonly previousValue: Numbers;

  constructor(
    private readonly onnx: Onnx,
    private readonly shape: MemoryShape,
  ) {
    const { capacity, precision, key, value } = shape;
    this.keys = allocate(precision, capacity * elements(key));
    this.values = allocate(precision, capacity * elements(value));
    this.previousKey = allocate(precision, elements(key));
    this.previousValue = allocate(precision, elements(value));
  }

  setPrevious(key: Tensor, value: Tensor): void {
    this.previousKey.set(numbersOf(key));
    this.setPreviousValue(value);
  }

  setPreviousValue(value: Tensor): void {
    this.previousValue.set(numbersOf(value));
  }

  keepPrevious(slot: number): void {
    this.keys.set(this.previousKey, slot * this.previousKey.length);
    this.values.set(this.previousValue, slot * this.previousValue.length);
  }

  inputs(known: readonly number[]): MemoryInputs {
    const { Tensor } = this.onnx;
    const { precision, key, value } = this.shape;
    const used = known.length;
    const objects = objectsOf(value);
    const keys = this.keys.subarray(0, used * elements(key));
    const values = this.values.subarray(0, used * elements(value));
    return {
      memory_key: new Tensor(precision, keys, [used, ...key]),
      memory_value: new Tensor(precision, values, [used, ...value]),
      memory_valid: new Tensor('float32', validity(known, used, objects), [used, objects]),
      previous_key: new Tensor(precision, this.previousKey, [1, ...key]),
      previous_value: new Tensor(precision, this.previousValue, value),
    };
  }

  dispose(): void {}
}

/** Float16 as raw bits: not every browser has a `Float16Array`. */
type Numbers = Float32Array | Uint16Array;

function allocate(precision: Precision, length: number): Numbers {
  return precision === 'float32' ? new Float32Array(length) : new Uint16Array(length);
}

function numbersOf({ type, data }: Tensor): Numbers {
  if (type === 'float32') return data as Float32Array;
  const { buffer, byteOffset, length } = data as Uint16Array;
  return new Uint16Array(buffer, byteOffset, length);
}
