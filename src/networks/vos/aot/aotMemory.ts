import type { Tensor } from 'onnxruntime-web';
import { FrameTensors, type Numbers, numbersOf } from '../../runtime/frameTensors.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { CHANNELS, LAYERS } from './aotSettings.ts';

/** The inputs of the `read` graph that come from the memory. */
export type AotMemoryInputs = Readonly<
  Record<'memory_key' | 'memory_value' | 'memory_valid' | 'previous_key' | 'previous_value', Tensor>
>;

/**
 * The memory of one pass: frames with given (annotated) objects, every frame that is `interval`
 * frames after the last one kept, and separately the previous frame. Unbounded, as in the official
 * code, or with a capacity; then the oldest frame without given objects is replaced
 * (`models/aot/memory.py`).
 */
export class AotMemory {
  private kept: readonly KeptFrame[] = [];
  private previous: { readonly key: Tensor; readonly value: Tensor } | null = null;
  private readonly tensors: FrameTensors;
  /** True if the tensors are those of the kept frames. */
  private isCurrent = false;

  /** @param places size of a key */
  constructor(
    private readonly runtime: Runtime,
    private readonly places: { readonly width: number; readonly height: number },
    private readonly interval: number,
    private readonly capacity = Number.POSITIVE_INFINITY,
  ) {
    if (capacity < 2) throw new RangeError(`a VOS memory needs room for 2 frames, not ${capacity}`);
    this.tensors = new FrameTensors(runtime);
  }

  /**
   * Prepares to add a frame's key and value, [1, 3, 256, h16, w16]. Nothing changes until `commit`,
   * which cannot fail and passes ownership of the two tensors to the memory.
   *
   * @param given true if objects were given in the frame: then it is kept and replaces an earlier
   *   version of itself
   */
  async prepare(
    number: number,
    key: Tensor,
    value: Tensor,
    given: boolean,
  ): Promise<PreparedFrame> {
    const latest = this.kept.at(-1);
    const stays = given || (latest !== undefined && number - latest.number >= this.interval);
    const frame = stays && {
      ...{ number, given },
      key: numbersOf(key.type, await key.getData()).slice(),
      value: numbersOf(value.type, await value.getData()).slice(),
    };
    return {
      commit: () => {
        if (frame) this.keep(frame);
        this.freePrevious();
        this.previous = { key, value };
      },
    };
  }

  /** The current memory. If it fails, it can be called again. */
  inputs(): AotMemoryInputs {
    const { previous } = this;
    if (!this.isCurrent) this.updateTensors();
    const [memory_key, memory_value, memory_valid] = this.tensors.made;
    if (!previous || !memory_key || !memory_value || !memory_valid) {
      throw new Error('the memory is empty');
    }
    const { key: previous_key, value: previous_value } = previous;
    return { memory_key, memory_value, memory_valid, previous_key, previous_value };
  }

  dispose(): void {
    this.freePrevious();
    this.tensors.dispose();
  }

  private keep(frame: KeptFrame): void {
    const kept = this.kept.filter(({ number }) => number !== frame.number);
    if (kept.length >= this.capacity) {
      const oldest = kept.findIndex(({ given }) => !given);
      kept.splice(oldest < 0 ? 1 : oldest, 1);
    }
    kept.push(frame);
    this.kept = kept;
    this.isCurrent = false;
  }

  /** Creates the tensors of the kept frames; not earlier, so that keeping a frame cannot fail. */
  private updateTensors(): void {
    const { kept } = this;
    const { width, height } = this.places;
    const shape = [kept.length, LAYERS, CHANNELS, height, width];
    const { precision } = this.runtime;
    this.tensors.update([
      { type: precision, dims: shape, parts: kept.map(({ key }) => key) },
      { type: precision, dims: shape, parts: kept.map(({ value }) => value) },
      { type: 'float32', dims: [kept.length], parts: [new Float32Array(kept.length).fill(1)] },
    ]);
    this.isCurrent = true;
  }

  private freePrevious(): void {
    if (!this.previous) return;
    for (const tensor of Object.values(this.previous)) {
      if (tensor.location === 'gpu-buffer') tensor.dispose();
    }
    this.previous = null;
  }
}

/** A frame that can be added to a memory. */
interface PreparedFrame {
  commit(): void;
}

interface KeptFrame {
  /** Counted from the run's first frame. */
  readonly number: number;
  /** True if objects were given in it. */
  readonly given: boolean;
  readonly key: Numbers;
  readonly value: Numbers;
}
