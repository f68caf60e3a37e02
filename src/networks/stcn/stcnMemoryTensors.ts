import type { Tensor } from 'onnxruntime-web';
import { createStorage } from '../gpuStorage.ts';
import type { Runtime } from '../runtime.ts';
import type { Numbers, StcnFrame } from './stcnMemory.ts';
import { KEY_CHANNELS, VALUE_CHANNELS } from './stcnSettings.ts';

/** The inputs of the `read` graph that come from the memory, for some of the objects. */
export type MemoryInputs = Readonly<Record<'memory_key' | 'memory_value' | 'memory_valid', Tensor>>;

/**
 * Remembered frames as tensors, made when they have changed: on the graphics card where there is one,
 * so that they are not sent again for every frame.
 */
export class StcnMemoryTensors {
  private made: readonly Tensor[] = [];
  private inputs: readonly MemoryInputs[] = [];

  /** @param grid height and width of a key, in places */
  constructor(
    private readonly runtime: Runtime,
    private readonly grid: { readonly width: number; readonly height: number },
  ) {}

  /**
   * Takes the memory as it is now.
   *
   * @param groups first object and number of objects of each group that is read at a time
   */
  update(frames: readonly StcnFrame[], groups: readonly ObjectGroup[]): void {
    this.dispose();
    const { width, height } = this.grid;
    const made: Tensor[] = [];
    const make = (type: 'float32' | 'float16', data: Numbers, dims: readonly number[]) => {
      const tensor = this.tensor(type, data, dims);
      made.push(tensor);
      return tensor;
    };
    try {
      const keys = new Float32Array(frames.length * KEY_CHANNELS * width * height);
      for (const [index, { key }] of frames.entries()) keys.set(key, index * key.length);
      const memory_key = make('float32', keys, [frames.length, KEY_CHANNELS, height, width]);
      this.inputs = groups.map((group) => ({
        memory_key,
        memory_value: make(this.runtime.precision, joinedValues(frames, group, width * height), [
          ...[frames.length, height, width],
          ...[group.count, VALUE_CHANNELS],
        ]),
        memory_valid: make('float32', validity(frames, group), [frames.length, group.count]),
      }));
    } finally {
      this.made = made;
    }
  }

  /** In the order of the groups. */
  get ofGroups(): readonly MemoryInputs[] {
    return this.inputs;
  }

  dispose(): void {
    for (const tensor of this.made) if (tensor.location === 'gpu-buffer') tensor.dispose();
    this.made = [];
    this.inputs = [];
  }

  private tensor(type: 'float32' | 'float16', data: Numbers, dims: readonly number[]): Tensor {
    const { Tensor } = this.runtime.onnx;
    const device = this.runtime.gpu?.device;
    if (!device) return new Tensor(type, data, dims);
    // Whole words of 4 bytes, as WebGPU demands.
    const buffer = createStorage(device, Math.ceil(data.byteLength / 4) * 4);
    device.queue.writeBuffer(buffer, 0, evenBytes(data));
    return Tensor.fromGpuBuffer(buffer, { dataType: type, dims, dispose: () => buffer.destroy() });
  }
}

/** Objects that are encoded and read at a time. */
export interface ObjectGroup {
  readonly first: number;
  readonly count: number;
}

/** So many objects in groups of at most `most`, of about the same size. */
export function objectGroups(objects: number, most: number): ObjectGroup[] {
  const groups = Math.ceil(objects / most);
  return Array.from({ length: groups }, (_, index) => {
    const first = Math.floor((index * objects) / groups);
    return { first, count: Math.floor(((index + 1) * objects) / groups) - first };
  });
}

/** [frames, places, objects, 512]; zeros where a frame does not know an object. */
function joinedValues(
  frames: readonly StcnFrame[],
  { first, count }: ObjectGroup,
  places: number,
): Numbers {
  const length = frames.length * places * count * VALUE_CHANNELS;
  const isFloat32 = !(frames[0]?.values[0] instanceof Uint16Array);
  const joined: Numbers = isFloat32 ? new Float32Array(length) : new Uint16Array(length);
  for (const [index, { values }] of frames.entries()) {
    for (let object = 0; object < count; object++) {
      const value = values[first + object];
      if (!value) continue;
      for (let place = 0; place < places; place++) {
        const own = value.subarray(place * VALUE_CHANNELS, (place + 1) * VALUE_CHANNELS);
        joined.set(own, ((index * places + place) * count + object) * VALUE_CHANNELS);
      }
    }
  }
  return joined;
}

/** [frames, objects]: 1 where the frame knows the object. */
function validity(frames: readonly StcnFrame[], { first, count }: ObjectGroup): Float32Array {
  return Float32Array.from({ length: frames.length * count }, (_, index) => {
    const frame = frames[Math.floor(index / count)];
    return first + (index % count) < (frame?.values.length ?? 0) ? 1 : 0;
  });
}

function evenBytes(data: Numbers): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  if (bytes.length % 4 === 0) return bytes;
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  padded.set(bytes);
  return padded;
}
