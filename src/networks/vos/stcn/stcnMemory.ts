import type { Numbers } from '../../runtime/frameTensors.ts';

/** A memory frame: its key and the value of each object that had appeared by then. */
export interface StcnFrame {
  /** Counted from the run's first frame. */
  readonly number: number;
  /** [64, h / 16, w / 16] float32. */
  readonly key: Float32Array;
  /** For each object [h / 16, w / 16, 512]: float32, or the bits of float16. */
  readonly values: readonly Numbers[];
  /** True if the user annotated it. */
  readonly given: boolean;
}

/**
 * The memory frames of a run: those with given masks, and each frame that is `interval` frames
 * after the latest one. Unbounded, as in the official code, or at most `capacity` frames; then the
 * oldest frame without given masks is replaced, or the second one if all masks were given
 * (`models/stcn/memory.py`).
 */
export class StcnMemory {
  private readonly kept: StcnFrame[] = [];

  constructor(
    private readonly interval: number,
    private readonly capacity = Number.POSITIVE_INFINITY,
  ) {
    if (capacity < 2) throw new RangeError(`a VOS memory needs room for 2 frames, not ${capacity}`);
  }

  /** Oldest first. */
  get frames(): readonly StcnFrame[] {
    return this.kept;
  }

  /** True if a frame without given masks must be added. */
  isDue(number: number): boolean {
    const latest = this.kept.at(-1);
    return latest !== undefined && number - latest.number >= this.interval;
  }

  /** Adds a frame; replaces an earlier version of the same frame. */
  add(frame: StcnFrame): void {
    if (this.kept.at(-1)?.number === frame.number) this.kept.pop();
    else if (this.kept.length >= this.capacity) this.removeOldest();
    this.kept.push(frame);
  }

  private removeOldest(): void {
    const oldest = this.kept.findIndex(({ given }) => !given);
    this.kept.splice(oldest < 0 ? 1 : oldest, 1);
  }
}
