import type { Tensor } from 'onnxruntime-web';
import { createStorage } from './gpuStorage.ts';
import type { Runtime } from './runtime.ts';

/** Float16 as raw bits: not every browser has a `Float16Array`. */
export type Numbers = Float32Array | Uint16Array;

/** A tensor to be created from concatenated parts. */
export interface TensorParts {
  readonly type: 'float32' | 'float16';
  readonly dims: readonly number[];
  readonly parts: readonly Numbers[];
}

/**
 * Tensors of memory frames, created when the frames change. If there is a GPU they stay on it, so
 * that they are not uploaded again for every frame.
 */
export class FrameTensors {
  private current: readonly Tensor[] = [];

  constructor(private readonly runtime: Runtime) {}

  /** The tensors of the last update, in its order; valid until the next update. */
  get made(): readonly Tensor[] {
    return this.current;
  }

  /** Replaces the tensors and frees the old ones. If it fails, none are left. */
  update(wanted: readonly TensorParts[]): void {
    this.dispose();
    const made: Tensor[] = [];
    try {
      for (const tensor of wanted) made.push(this.make(tensor));
    } catch (error) {
      freeAll(made);
      throw error;
    }
    this.current = made;
  }

  dispose(): void {
    freeAll(this.current);
    this.current = [];
  }

  private make({ type, dims, parts }: TensorParts): Tensor {
    const { Tensor } = this.runtime.onnx;
    const device = this.runtime.gpu?.device;
    const data = joined(type, parts);
    if (!device) return new Tensor(type, data, dims);
    const buffer = createStorage(device, Math.ceil(data.byteLength / VECTOR) * VECTOR);
    device.queue.writeBuffer(buffer, 0, wholeVectors(data));
    return Tensor.fromGpuBuffer(buffer, { dataType: type, dims, dispose: () => buffer.destroy() });
  }
}

/** The elements of a tensor; raw bits for float16. */
export function numbersOf(type: string, data: unknown): Numbers {
  if (type === 'float32') return data as Float32Array;
  const { buffer, byteOffset, length } = data as Uint16Array;
  return new Uint16Array(buffer, byteOffset, length);
}

/** Disposes of tensors on the GPU; others need no disposal. */
export function freeAll(tensors: Iterable<Tensor>): void {
  for (const tensor of tensors) if (tensor.location === 'gpu-buffer') tensor.dispose();
}

/** Bytes. onnxruntime-web reads vectors of four float32 even if a tensor has fewer elements. */
const VECTOR = 16;

function joined(type: TensorParts['type'], parts: readonly Numbers[]): Numbers {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const all: Numbers = type === 'float32' ? new Float32Array(length) : new Uint16Array(length);
  let start = 0;
  for (const part of parts) {
    all.set(part, start);
    start += part.length;
  }
  return all;
}

function wholeVectors(data: Numbers): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  if (bytes.length % VECTOR === 0) return bytes;
  const padded = new Uint8Array(Math.ceil(bytes.length / VECTOR) * VECTOR);
  padded.set(bytes);
  return padded;
}
