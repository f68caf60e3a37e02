import { type FrameSize, formatSize } from '../../sequence/frames.ts';
import { VOID_ID } from '../../sequence/labelMaps.ts';
import { type Box, unionBox, wholeBox } from './box.ts';
import { type Edit, EditHistory, editBetween, forEachRun } from './editHistory.ts';
import { drawStroke, fillPolygon, type Ink, type Point, replaceObject } from './maskDrawing.ts';

/** The highest id that an object can have; 255 is void. */
export const MOST_OBJECTS = VOID_ID - 1;

/**
 * A label map while the user works on it: its pixels, the objects in the list and what can be
 * undone. A stroke is drawn bit by bit and remembered as one edit by {@link finishEdit}.
 */
export class MaskEditor {
  /** Object ids, [height, width] bytes; may hold void (255) where the annotation did. */
  readonly ids: Uint8Array;
  private readonly history = new EditHistory();
  private readonly counts = new Uint32Array(256);
  /** Objects that the user added or drew, with pixels or not. */
  private readonly listed = new Set<number>();
  /** The map as it was before the edit under way. */
  private readonly before: Uint8Array;
  private underWay: Box | null = null;
  private changed = false;

  /**
   * @param initial ids to begin with, [height, width] bytes; null for an empty map. It is copied.
   * @throws RangeError when `initial` has another size
   */
  constructor(
    readonly size: FrameSize,
    initial: Uint8Array | null,
  ) {
    const pixels = size.width * size.height;
    if (initial && initial.length !== pixels) {
      throw new RangeError(`${initial.length} ids do not make a label map of ${formatSize(size)}`);
    }
    this.ids = new Uint8Array(pixels);
    if (initial) this.ids.set(initial);
    this.before = this.ids.slice();
    for (const id of this.ids) this.counts[id] = (this.counts[id] ?? 0) + 1;
    for (const id of this.objectsWithPixels()) this.listed.add(id);
    if (this.listed.size === 0) this.listed.add(1);
  }

  /** The objects in the list, ascending. */
  get objects(): number[] {
    const all = new Set([...this.listed, ...this.objectsWithPixels()]);
    return [...all].sort((a, b) => a - b);
  }

  get canUndo(): boolean {
    return this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.history.canRedo;
  }

  /** True once anything was drawn, even if it was undone. */
  get isChanged(): boolean {
    return this.changed;
  }

  /** Pixels that an object has. Up to date after each finished edit. */
  pixelsOf(id: number): number {
    return this.counts[id] ?? 0;
  }

  /** True while no object has a pixel. */
  get isEmpty(): boolean {
    return this.objectsWithPixels().length === 0;
  }

  /** Draws a part of a stroke. @returns the box that changed */
  stroke(line: readonly Point[], radius: number, ink: Ink): Box | null {
    return this.noted(drawStroke(this, line, radius, ink));
  }

  /** Fills a polygon, a whole edit. @returns the box that changed */
  polygon(corners: readonly Point[], ink: Ink): Box | null {
    const box = this.noted(fillPolygon(this, corners, ink));
    this.finishEdit();
    return box;
  }

  /** Remembers what was drawn since the last edit as one. */
  finishEdit(): void {
    if (!this.underWay) return;
    const edit = editBetween(this.before, this.ids, this.size, this.underWay);
    this.underWay = null;
    if (!edit) return;
    this.changed = true;
    this.history.push(edit);
    this.settle(edit, 'after');
  }

  /** Takes back what was drawn since the last edit. @returns the box that changed */
  dropEdit(): Box | null {
    const box = this.underWay;
    this.underWay = null;
    if (box) this.ids.set(this.before);
    return box;
  }

  /** @returns the box that changed, null where there is nothing to undo */
  undo(): Box | null {
    this.finishEdit();
    const edit = this.history.undo(this.ids);
    if (edit) this.settle(edit, 'before');
    return edit?.box ?? null;
  }

  /** @returns the box that changed, null where there is nothing to redo */
  redo(): Box | null {
    this.finishEdit();
    const edit = this.history.redo(this.ids);
    if (edit) this.settle(edit, 'after');
    return edit?.box ?? null;
  }

  /** Lists another object. @returns the lowest free id, null when all 254 are taken */
  addObject(): number | null {
    const taken = new Set(this.objects);
    for (let id = 1; id <= MOST_OBJECTS; id++) {
      if (taken.has(id)) continue;
      this.listed.add(id);
      return id;
    }
    return null;
  }

  /** Erases an object and takes it off the list; undoing it brings it back. */
  deleteObject(id: number): Box | null {
    this.finishEdit();
    this.listed.delete(id);
    const box = this.noted(replaceObject(this, id, { id: 0, replaces: id }));
    this.finishEdit();
    if (this.objects.length === 0) this.listed.add(1);
    return box;
  }

  /** Everything, for a screen that is drawn anew. */
  get whole(): Box {
    return wholeBox(this.size);
  }

  private objectsWithPixels(): number[] {
    const ids: number[] = [];
    for (let id = 1; id <= MOST_OBJECTS; id++) if (this.pixelsOf(id) > 0) ids.push(id);
    return ids;
  }

  private noted(box: Box | null): Box | null {
    this.underWay = unionBox(this.underWay, box);
    return box;
  }

  /** Brings counts and the copy up to the map, which `edit` has changed. */
  private settle(edit: Edit, now: 'before' | 'after'): void {
    forEachRun(edit, (start, length, before, after) => {
      const [from, to] = now === 'after' ? [before, after] : [after, before];
      this.counts[from] = (this.counts[from] ?? 0) - length;
      this.counts[to] = (this.counts[to] ?? 0) + length;
      this.before.fill(to, start, start + length);
    });
  }
}
