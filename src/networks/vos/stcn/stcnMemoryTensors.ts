import type { Tensor } from 'onnxruntime-web';
import { FrameTensors, type Numbers } from '../../runtime/frameTensors.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { StcnFrame } from './stcnMemory.ts';
import { KEY_CHANNELS, VALUE_CHANNELS } from './stcnSettings.ts';

/** The inputs of the `read` graph that come from the memory, for some of the objects. */
export type MemoryInputs = Readonly<Record<'memory_key' | 'memory_value' | 'memory_valid', Tensor>>;

/**
 * Memory frames as inputs of the `read` graph. The tensors are created when they are read, not when
 * a frame is added: if they do not fit, that read fails and the next one tries again.
 */
export class StcnMemoryTensors {
  private readonly tensors: FrameTensors;
  private frames: readonly StcnFrame[] = [];
  private isCurrent = false;

  /** @param places size of a key */
  constructor(
    private readonly runtime: Runtime,
    private readonly places: { readonly width: number; readonly height: number },
  ) {
    this.tensors = new FrameTensors(runtime);
  }

  /** Sets the memory frames; this cannot fail. */
  setFrames(frames: readonly StcnFrame[]): void {
    this.frames = [...frames];
    this.isCurrent = false;
  }

  /**
   * The inputs of one group of objects.
   *
   * @param groups all groups, the same until the next `setFrames`
   */
  ofGroup(groups: readonly ObjectGroup[], index: number): MemoryInputs {
    if (!this.isCurrent) this.updateTensors(groups);
    const [memory_key, ...others] = this.tensors.made;
    const [memory_value, memory_valid] = others.slice(2 * index);
    if (!memory_key || !memory_value || !memory_valid) throw new Error('the memory is empty');
    return { memory_key, memory_value, memory_valid };
  }

  dispose(): void {
    this.tensors.dispose();
  }

  private updateTensors(groups: readonly ObjectGroup[]): void {
    const { frames } = this;
    const { width, height } = this.places;
    const count = frames.length;
    const keys = frames.map(({ key }) => key);
    this.tensors.update([
      { type: 'float32', dims: [count, KEY_CHANNELS, height, width], parts: keys },
      ...groups.flatMap((group) => [
        {
          type: this.runtime.precision,
          dims: [count, height, width, group.count, VALUE_CHANNELS],
          parts: [joinedValues(frames, group, width * height)],
        },
        {
          type: 'float32' as const,
          dims: [count, group.count],
          parts: [validity(frames, group)],
        },
      ]),
    ]);
    this.isCurrent = true;
  }
}

/** Objects that are encoded and read at a time. */
export interface ObjectGroup {
  readonly first: number;
  readonly count: number;
}

/** Splits objects into groups of at most `most`, of about the same size. */
export function objectGroups(objects: number, most: number): ObjectGroup[] {
  const groups = Math.ceil(objects / most);
  return Array.from({ length: groups }, (_, index) => {
    const first = Math.floor((index * objects) / groups);
    return { first, count: Math.floor(((index + 1) * objects) / groups) - first };
  });
}

/** [frames, places, objects, 512]; zeros if a frame does not contain an object. */
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

/** [frames, objects]: 1 if the frame contains the object, otherwise 0. */
function validity(frames: readonly StcnFrame[], { first, count }: ObjectGroup): Float32Array {
  return Float32Array.from({ length: frames.length * count }, (_, index) => {
    const frame = frames[Math.floor(index / count)];
    return first + (index % count) < (frame?.values.length ?? 0) ? 1 : 0;
  });
}
