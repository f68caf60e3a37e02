import type { Tensor } from 'onnxruntime-web';
import { MemorySchedule } from './memorySchedule.ts';
import type { Runtime } from './runtime.ts';

/** The shape of a VOS memory. */
export interface MemoryShape {
  readonly capacity: number;
  /** Every how many frames one is kept. */
  readonly interval: number;
  /** Dimensions of one frame's key: [64, h / 8, w / 8]. */
  readonly key: readonly number[];
  /** Dimensions of one frame's values: [objects, 128, h / 8, w / 8]. */
  readonly value: readonly number[];
}

/** The inputs of the `read` graph that come from the memory. */
export interface MemoryInputs {
  /** [slots, 64, h / 8, w / 8] */
  readonly memory_key: Tensor;
  /** [slots, objects, 128, h / 8, w / 8] */
  readonly memory_value: Tensor;
  /** [slots] 1 where a slot is used, else 0. */
  readonly memory_valid: Tensor;
}

/** What a VOS run remembers; the frames it remembers are chosen by {@link MemorySchedule}. */
export interface VosMemory {
  /** Remembers the run's next frame. The tensors are copied and may be disposed of. */
  remember(key: Tensor, value: Tensor): void;
  /**
   * Replaces the values of the frame that was remembered last, and keeps that frame as long as
   * possible: a person annotated it. The tensor is copied and may be disposed of.
   */
  amend(value: Tensor): void;
  /** The memory as it is now; valid until the next `remember` or `amend`. */
  inputs(): MemoryInputs;
  dispose(): void;
}

/** An empty memory, on the graphics card where the runtime has one. */
export function createVosMemory(runtime: Runtime, shape: MemoryShape): VosMemory {
  return runtime.gpu
    ? new GpuMemory(runtime, runtime.gpu.device, shape)
    : new ProcessorMemory(runtime, shape);
}

/** Offers the used slots only: reading costs in proportion to them. */
class ProcessorMemory implements VosMemory {
  private readonly schedule: MemorySchedule;
  private readonly keys: Float32Array;
  private readonly values: Float32Array;

  constructor(
    private readonly runtime: Runtime,
    private readonly shape: MemoryShape,
  ) {
    this.schedule = new MemorySchedule(shape.capacity, shape.interval);
    this.keys = new Float32Array(shape.capacity * elements(shape.key));
    this.values = new Float32Array(shape.capacity * elements(shape.value));
  }

  remember(key: Tensor, value: Tensor): void {
    const slot = this.schedule.remember();
    this.keys.set(key.data as Float32Array, slot * elements(this.shape.key));
    this.values.set(value.data as Float32Array, slot * elements(this.shape.value));
  }

  amend(value: Tensor): void {
    const slot = this.schedule.pinPrevious();
    this.values.set(value.data as Float32Array, slot * elements(this.shape.value));
  }

  inputs(): MemoryInputs {
    const { Tensor } = this.runtime.onnx;
    const { key, value } = this.shape;
    const used = this.schedule.contents.length;
    const keys = this.keys.subarray(0, used * elements(key));
    const values = this.values.subarray(0, used * elements(value));
    return {
      memory_key: new Tensor('float32', keys, [used, ...key]),
      memory_value: new Tensor('float32', values, [used, ...value]),
      memory_valid: new Tensor('float32', new Float32Array(used).fill(1), [used]),
    };
  }

  dispose(): void {}
}

/** Two buffers of full capacity on the card; frames are copied into them there. */
class GpuMemory implements VosMemory {
  private readonly schedule: MemorySchedule;
  private readonly keys: GPUBuffer;
  private readonly values: GPUBuffer;

  constructor(
    private readonly runtime: Runtime,
    private readonly device: GPUDevice,
    private readonly shape: MemoryShape,
  ) {
    this.schedule = new MemorySchedule(shape.capacity, shape.interval);
    this.keys = createBuffer(device, shape.capacity * bytes(shape.key));
    this.values = createBuffer(device, shape.capacity * bytes(shape.value));
  }

  remember(key: Tensor, value: Tensor): void {
    const slot = this.schedule.remember();
    const { shape } = this;
    this.copy([
      { tensor: key, buffer: this.keys, slot, size: bytes(shape.key) },
      { tensor: value, buffer: this.values, slot, size: bytes(shape.value) },
    ]);
  }

  amend(value: Tensor): void {
    const slot = this.schedule.pinPrevious();
    this.copy([{ tensor: value, buffer: this.values, slot, size: bytes(this.shape.value) }]);
  }

  inputs(): MemoryInputs {
    const { Tensor } = this.runtime.onnx;
    const { capacity, key, value } = this.shape;
    const valid = new Float32Array(capacity).fill(1, 0, this.schedule.contents.length);
    return {
      memory_key: Tensor.fromGpuBuffer(this.keys, {
        dataType: 'float32',
        dims: [capacity, ...key],
      }),
      memory_value: Tensor.fromGpuBuffer(this.values, {
        dataType: 'float32',
        dims: [capacity, ...value],
      }),
      memory_valid: new Tensor('float32', valid, [capacity]),
    };
  }

  dispose(): void {
    this.keys.destroy();
    this.values.destroy();
  }

  private copy(copies: readonly SlotCopy[]): void {
    const commands = this.device.createCommandEncoder();
    for (const { tensor, buffer, slot, size } of copies) {
      commands.copyBufferToBuffer(tensor.gpuBuffer as GPUBuffer, 0, buffer, slot * size, size);
    }
    this.device.queue.submit([commands.finish()]);
  }
}

/** A tensor on the card to a slot of a buffer; `size` is that of a slot, in bytes. */
interface SlotCopy {
  readonly tensor: Tensor;
  readonly buffer: GPUBuffer;
  readonly slot: number;
  readonly size: number;
}

/** Storage that shaders read and copies write. */
function createBuffer(device: GPUDevice, size: number): GPUBuffer {
  const storage = 0x80;
  const copyTarget = 0x08;
  const copySource = 0x04;
  return device.createBuffer({ size, usage: storage | copyTarget | copySource });
}

function elements(dimensions: readonly number[]): number {
  return dimensions.reduce((product, dimension) => product * dimension, 1);
}

function bytes(dimensions: readonly number[]): number {
  return elements(dimensions) * Float32Array.BYTES_PER_ELEMENT;
}
