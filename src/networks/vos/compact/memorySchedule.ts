/**
 * Decides which frames are in the slots of a VOS memory of fixed capacity: always the first frame,
 * and the latest of every `interval`-th frame. The previous frame is stored separately from the
 * slots, because the network reads it twice; when the next frame is added, it moves to a slot
 * if it is kept. Pinned frames, which the user annotated, are only replaced if all others are
 * pinned too.
 *
 * Equivalent to `models/compact_vos/memory.py`, which has no pins. Slots fill from 0 upwards
 * without gaps; their order does not matter to the network.
 */
export class MemorySchedule {
  /** Frame number in each used slot, counted from the run's first frame. */
  private readonly frames: number[] = [];
  /** Slots of kept frames other than the first, oldest first. */
  private readonly kept: number[] = [];
  private readonly pinned = new Set<number>();
  private nextFrame = 0;

  constructor(
    private readonly capacity: number,
    private readonly interval: number,
  ) {
    if (capacity < 2) throw new RangeError(`a VOS memory needs 2 slots, not ${capacity}`);
  }

  /**
   * Adds the run's next frame, which becomes the previous frame.
   *
   * @returns the slot for the frame before it, null if that is not kept. For the run's first frame,
   *   its own slot, so that the memory is never empty.
   */
  add(): number | null {
    const frame = this.nextFrame++;
    if (frame === 0) {
      this.frames.push(0);
      return 0;
    }
    const previous = frame - 1;
    const stays = previous % this.interval === 0 || this.pinned.has(previous);
    if (previous === 0 || !stays) return null;
    const slot = this.frames.length < this.capacity ? this.frames.length : this.freeKeptSlot();
    this.frames[slot] = previous;
    this.kept.push(slot);
    return slot;
  }

  /**
   * Pins the previous frame, the last one added.
   *
   * @returns its slot, null if it is in none yet
   */
  pinPrevious(): number | null {
    if (this.nextFrame === 0) throw new RangeError('the memory has no frame yet');
    const previous = this.nextFrame - 1;
    this.pinned.add(previous);
    return previous === 0 ? 0 : null;
  }

  /** Frame numbers in the slots. */
  get contents(): readonly number[] {
    return this.frames;
  }

  /** Frees the slot of the oldest kept frame that is not pinned, or of the oldest if all are. */
  private freeKeptSlot(): number {
    const oldest = this.kept.findIndex((slot) => !this.pinned.has(this.frames[slot] ?? 0));
    const [slot] = this.kept.splice(Math.max(oldest, 0), 1);
    if (slot === undefined) throw new Error('a full memory contains only the first frame');
    return slot;
  }
}
