import type { Tensor } from 'onnxruntime-web';
import { createStorage } from '../../runtime/gpuStorage.ts';
import type { Onnx } from '../../runtime/runtime.ts';
import {
  elements,
  type MemoryFrames,
  type MemoryInputs,
  type MemoryShape,
  objectsOf,
  validity,
} from './memoryFrames.ts';

/**
 * Memory frames on a GPU, copied without a round-trip to the CPU. Passes all slots to the network,
 * used or not, since changing shapes would require new shaders.
 */
export class GpuFrames implements MemoryFrames {
  private readonly keys: GPUBuffer;
  private readonly values: GPUBuffer;
  private readonly previousKey: GPUBuffer;
  private readonly previousValue: GPUBuffer;
  /** Bytes of one frame's key and values. */
  private readonly keyBytes: number;
  private readonly valueBytes: number;

  constructor(
    private readonly onnx: Onnx,
    private readonly device: GPUDevice,
    private readonly shape: MemoryShape,
  ) {
    const { capacity, precision, key, value } = shape;
    this.keyBytes = elements(key) * BYTES[precision];
    this.valueBytes = elements(value) * BYTES[precision];
    this.keys = createStorage(device, capacity * this.keyBytes);
    this.values = createStorage(device, capacity * this.valueBytes);
    this.previousKey = createStorage(device, this.keyBytes);
    this.previousValue = createStorage(device, this.valueBytes);
  }

  setPrevious(key: Tensor, value: Tensor): void {
    this.copy(
      { from: bufferOf(key), to: this.previousKey, at: 0, bytes: this.keyBytes },
      { from: bufferOf(value), to: this.previousValue, at: 0, bytes: this.valueBytes },
    );
  }

  setPreviousValue(value: Tensor): void {
    const bytes = this.valueBytes;
    this.copy({ from: bufferOf(value), to: this.previousValue, at: 0, bytes });
  }

  keepPrevious(slot: number): void {
    const { keyBytes, valueBytes } = this;
    this.copy(
      { from: this.previousKey, to: this.keys, at: slot * keyBytes, bytes: keyBytes },
      { from: this.previousValue, to: this.values, at: slot * valueBytes, bytes: valueBytes },
    );
  }

  inputs(known: readonly number[]): MemoryInputs {
    const { Tensor } = this.onnx;
    const { capacity, precision, key, value } = this.shape;
    const objects = objectsOf(value);
    const tensor = (buffer: GPUBuffer, dims: readonly number[]) =>
      Tensor.fromGpuBuffer(buffer, { dataType: precision, dims });
    return {
      memory_key: tensor(this.keys, [capacity, ...key]),
      memory_value: tensor(this.values, [capacity, ...value]),
      memory_valid: new Tensor('float32', validity(known, capacity, objects), [capacity, objects]),
      previous_key: tensor(this.previousKey, [1, ...key]),
      previous_value: tensor(this.previousValue, value),
    };
  }

  dispose(): void {
    for (const buffer of [this.keys, this.values, this.previousKey, this.previousValue]) {
      buffer.destroy();
    }
  }

  private copy(...copies: readonly Copy[]): void {
    const commands = this.device.createCommandEncoder();
    for (const { from, to, at, bytes } of copies) {
      commands.copyBufferToBuffer(from, 0, to, at, bytes);
    }
    this.device.queue.submit([commands.finish()]);
  }
}

/** `at` and `bytes` are multiples of 4, as WebGPU requires: there are 16 channels or more. */
interface Copy {
  readonly from: GPUBuffer;
  readonly to: GPUBuffer;
  readonly at: number;
  readonly bytes: number;
}

const BYTES = { float32: 4, float16: 2 } as const;

function bufferOf(tensor: Tensor): GPUBuffer {
  return tensor.gpuBuffer as GPUBuffer;
}
