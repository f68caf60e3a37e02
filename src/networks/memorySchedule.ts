/**
 * Which frame lies in which slot of a VOS memory of fixed capacity: the first frame for ever, the
 * previous one, and between them every `interval`-th, of which the oldest makes room. Frames that
 * were pinned, because a person annotated them, stay as long as anything else can make room.
 *
 * A frame that stays is never copied: its slot is kept, and the next frame gets another one. Slots
 * fill from 0 upwards without gaps; their order means nothing to the network.
 */
export class MemorySchedule {
  /** Frame number in each used slot, counted from the run's first frame. */
  private readonly frames: number[] = [];
  /** Slots of kept frames other than the first, oldest first. */
  private readonly kept: number[] = [];
  private readonly pinned = new Set<number>();
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

  /**
   * Pins the frame that was remembered last.
   *
   * @returns its slot
   */
  pinPrevious(): number {
    if (this.nextFrame === 0) throw new RangeError('nothing was remembered yet');
    this.pinned.add(this.previousSlot);
    return this.previousSlot;
  }

  /** Frame numbers in the memory, by slot. */
  get contents(): readonly number[] {
    return this.frames;
  }

  private nextSlot(): number {
    const previousFrame = this.nextFrame - 1;
    if (previousFrame <= 0) return this.nextFrame;
    const stays = previousFrame % this.interval === 0 || this.pinned.has(this.previousSlot);
    if (!stays) return this.previousSlot;
    this.kept.push(this.previousSlot);
    return this.kept.length > this.capacity - 2 ? this.takeKeptSlot() : this.frames.length;
  }

  /** Frees the slot of the oldest kept frame that is not pinned, or of the oldest where all are. */
  private takeKeptSlot(): number {
    const oldest = this.kept.findIndex((slot) => !this.pinned.has(slot));
    const [slot = this.previousSlot] = this.kept.splice(Math.max(oldest, 0), 1);
    this.pinned.delete(slot);
    return slot;
  }
}
