/**
 * Which frame lies in which slot of a VOS memory of fixed capacity: the first frame for ever, and of
 * every `interval`-th frame the latest. The previous frame lies apart from the slots, since the
 * network reads it twice; when the next one comes, it moves into a slot if it is to stay. Frames that
 * were pinned, because the user annotated them, stay as long as anything else can make room.
 *
 * `models/compact_vos/memory.py` does the same, without pins. Slots fill from 0 upwards without gaps;
 * their order means nothing to the network.
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
   * Takes the run's next frame, which becomes the previous one.
   *
   * @returns the slot in which the frame before it is to be kept, null if it is not. For the run's
   *   first frame its own slot: it is kept at once, so that the memory is never empty.
   */
  remember(): number | null {
    const frame = this.nextFrame++;
    if (frame === 0) {
      this.frames.push(0);
      return 0;
    }
    const previous = frame - 1;
    const stays = previous % this.interval === 0 || this.pinned.has(previous);
    if (previous === 0 || !stays) return null;
    const slot = this.frames.length < this.capacity ? this.frames.length : this.takeKeptSlot();
    this.frames[slot] = previous;
    this.kept.push(slot);
    return slot;
  }

  /**
   * Pins the previous frame, the one that was taken last.
   *
   * @returns the slot in which it lies besides; null if it lies apart only
   */
  pinPrevious(): number | null {
    if (this.nextFrame === 0) throw new RangeError('nothing was remembered yet');
    const previous = this.nextFrame - 1;
    this.pinned.add(previous);
    return previous === 0 ? 0 : null;
  }

  /** Frame numbers in the slots. */
  get contents(): readonly number[] {
    return this.frames;
  }

  /** Frees the slot of the oldest kept frame that is not pinned, or of the oldest where all are. */
  private takeKeptSlot(): number {
    const oldest = this.kept.findIndex((slot) => !this.pinned.has(this.frames[slot] ?? 0));
    const [slot] = this.kept.splice(Math.max(oldest, 0), 1);
    if (slot === undefined) throw new Error('a full memory keeps no frame but the first');
    return slot;
  }
}
