import type { Tensor } from 'onnxruntime-web';
import type { Runtime } from '../../runtime/runtime.ts';
import { CpuFrames } from './cpuFrames.ts';
import { GpuFrames } from './gpuFrames.ts';
import type { MemoryFrames, MemoryInputs, MemoryShape } from './memoryFrames.ts';
import { MemorySchedule } from './memorySchedule.ts';

/** The memory of a VOS run: the frames that {@link MemorySchedule} chooses. */
export class CompactMemory {
  private readonly schedule: MemorySchedule;
  private readonly frames: MemoryFrames;
  /** Number of objects in the frame of each used slot, and in the previous frame. */
  private readonly known: number[] = [];
  private knownBefore = 0;

  /** Creates an empty memory, on the GPU if the runtime has one. */
  constructor({ onnx, gpu }: Runtime, shape: MemoryShape) {
    this.schedule = new MemorySchedule(shape.capacity, shape.interval);
    this.frames = gpu ? new GpuFrames(onnx, gpu.device, shape) : new CpuFrames(onnx, shape);
  }

  /**
   * Adds the run's next frame. The tensors are copied and may be disposed of.
   *
   * @param known number of objects that have appeared; the values of later ones are meaningless
   */
  add(key: Tensor, value: Tensor, known: number): void {
    const { schedule } = this;
    const isFirst = schedule.contents.length === 0;
    if (isFirst) this.setPrevious(key, value, known);
    const slot = schedule.add();
    if (slot !== null) this.keepPrevious(slot);
    if (!isFirst) this.setPrevious(key, value, known);
  }

  /**
   * Replaces the values of the last added frame, and keeps that frame as long as possible, since
   * the user annotated it. The tensor is copied and may be disposed of.
   *
   * @param known number of objects that have appeared by now
   */
  amend(value: Tensor, known: number): void {
    const slot = this.schedule.pinPrevious();
    this.frames.setPreviousValue(value);
    this.knownBefore = known;
    if (slot !== null) this.keepPrevious(slot);
  }

  /** The current memory; valid until the next `add` or `amend`. */
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
