/**
 * Which frame lies in which slot of a VOS memory of fixed capacity: the first frame for ever, the
 * previous one, and between them every `interval`-th, of which the oldest makes room.
 *
 * A frame that stays is never copied: its slot is kept, and the next frame gets another one. Slots
 * fill from 0 upwards without gaps; their order means nothing to the network.
 */
export class MemorySchedule {
  /** Frame number in each used slot, counted from the run's first frame. */
  private readonly frames: number[] = [];
  /** Slots of kept frames other than the first, oldest first. */
  private readonly kept: number[] = [];
  private previousSlot = 0;
  private nextFrame = 0;

  constructor(
    private readonly capacity: number,
    private readonly interval: number,
  ) {
    if (capacity < 2) throw new RangeError(`a VOS memory needs 2 slots, not ${capacity}`);
  }

  /**
   * Remembers the run's next frame.
   *
   * @returns the slot to write it to
   */
  remember(): number {
    const slot = this.nextSlot();
    this.frames[slot] = this.nextFrame;
    this.previousSlot = slot;
    this.nextFrame++;
    return slot;
  }

  /** Frame numbers in the memory, by slot. */
  get contents(): readonly number[] {
    return this.frames;
  }

  private nextSlot(): number {
    const previousFrame = this.nextFrame - 1;
    if (previousFrame <= 0) return this.nextFrame;
    if (previousFrame % this.interval !== 0) return this.previousSlot;
    this.kept.push(this.previousSlot);
    const oldest = this.kept.length > this.capacity - 2 ? this.kept.shift() : undefined;
    return oldest ?? this.frames.length;
  }
}
