import type { Numbers } from '../../tensors/frameTensors.ts';

/** A remembered frame: its key and, of each object that was known there, its value. */
export interface StcnFrame {
  /** Counted from the run's first frame. */
  readonly number: number;
  /** [64, h / 16, w / 16] float32. */
  readonly key: Float32Array;
  /** For each object [h / 16, w / 16, 512]: float32, or the bits of float16. */
  readonly values: readonly Numbers[];
  /** Whether the user annotated it. */
  readonly given: boolean;
}

/**
 * Which frames a run remembers: those whose masks were given, and each that comes `interval` frames
 * after the latest remembered. All of them, as the official code does, or at most `capacity`: then the
 * oldest whose masks were not given makes room, or the oldest but the first where all were
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

  /** Whether a frame whose masks were not given is to be remembered. */
  wants(number: number): boolean {
    const latest = this.kept.at(-1);
    return latest !== undefined && number - latest.number >= this.interval;
  }

  /** Remembers a frame, in the place of what was remembered of the same frame. */
  remember(frame: StcnFrame): void {
    if (this.kept.at(-1)?.number === frame.number) this.kept.pop();
    else if (this.kept.length >= this.capacity) this.forgetOne();
    this.kept.push(frame);
  }

  private forgetOne(): void {
    const oldest = this.kept.findIndex(({ given }) => !given);
    this.kept.splice(oldest < 0 ? 1 : oldest, 1);
  }
}
