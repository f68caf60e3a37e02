import type { Tensor } from 'onnxruntime-web';
import type { Runtime } from '../../runtime/runtime.ts';
import { CpuFrames } from './cpuFrames.ts';
import { GpuFrames } from './gpuFrames.ts';
import type { MemoryFrames, MemoryInputs, MemoryShape } from './memoryFrames.ts';
import { MemorySchedule } from './memorySchedule.ts';

/** What a VOS run remembers: the frames that {@link MemorySchedule} chooses. */
export class CompactMemory {
  private readonly schedule: MemorySchedule;
  private readonly frames: MemoryFrames;
  /** Objects that the frame in each used slot knows, and those that the previous frame knows. */
  private readonly known: number[] = [];
  private knownBefore = 0;

  /** An empty memory, on the GPU where the runtime has one. */
  constructor({ onnx, gpu }: Runtime, shape: MemoryShape) {
    this.schedule = new MemorySchedule(shape.capacity, shape.interval);
    this.frames = gpu ? new GpuFrames(onnx, gpu.device, shape) : new CpuFrames(onnx, shape);
  }

  /**
   * Remembers the run's next frame. The tensors are copied and may be disposed of.
   *
   * @param known how many objects have appeared; the values of those after them mean nothing
   */
  remember(key: Tensor, value: Tensor, known: number): void {
    const { schedule } = this;
    const isFirst = schedule.contents.length === 0;
    if (isFirst) this.setPrevious(key, value, known);
    const slot = schedule.remember();
    if (slot !== null) this.keepPrevious(slot);
    if (!isFirst) this.setPrevious(key, value, known);
  }

  /**
   * Replaces the values of the frame that was remembered last, and keeps that frame as long as
   * possible: the user annotated it. The tensor is copied and may be disposed of.
   *
   * @param known how many objects have appeared by now
   */
  amend(value: Tensor, known: number): void {
    const slot = this.schedule.pinPrevious();
    this.frames.setPreviousValue(value);
    this.knownBefore = known;
    if (slot !== null) this.keepPrevious(slot);
  }

  /** The memory as it is now; valid until the next `remember` or `amend`. */
  inputs(): MemoryInputs {
    return this.frames.inputs(this.known);
  }

  dispose(): void {
    this.frames.dispose();
  }

  private setPrevious(key: Tensor, value: Tensor, known: number): void {
    this.frames.setPrevious(key, value);
    this.knownBefore = known;
  }

  private keepPrevious(slot: number): void {
    this.frames.keepPrevious(slot);
    this.known[slot] = this.knownBefore;
  }
}
