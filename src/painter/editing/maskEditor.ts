import type { Point } from '../../rendering/viewTransform.ts';
import { type FrameSize, formatSize } from '../../sequence/frames.ts';
import { VOID_ID } from '../../sequence/labelMaps.ts';
import { type Box, unionBox, wholeBox } from './box.ts';
import { type Edit, EditHistory, editBetween, forEachRun } from './editHistory.ts';
import { drawStroke, fillPolygon, type Ink, replaceObject } from './maskDrawing.ts';

/** The highest id that an object can have; 255 is void. */
export const MOST_OBJECTS = VOID_ID - 1;

/**
 * A label map that is being edited: its pixels, its list of objects and its history. A stroke is
 * drawn in parts; {@link finishEdit} combines them in one edit.
 */
export class MaskEditor {
  /** [height, width] object ids; may contain void (255) from the initial map. */
  readonly ids: Uint8Array;
  private readonly history = new EditHistory();
  private readonly counts = new Uint32Array(256);
  /** Listed objects, with or without pixels. */
  private readonly listed = new Set<number>();
  /** The map before the current edit. */
  private readonly before: Uint8Array;
  /** The box of the current edit. */
  private editedBox: Box | null = null;
  private changed = false;

  /**
   * @param initial [height, width] ids, which are copied; null for an empty map
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

  /** Number of pixels of an object, as of the last finished edit. */
  pixelsOf(id: number): number {
    return this.counts[id] ?? 0;
  }

  /** True if no object has pixels. */
  get isEmpty(): boolean {
    return this.objectsWithPixels().length === 0;
  }

  /** Draws a part of a stroke. @returns the box that changed */
  stroke(line: readonly Point[], radius: number, ink: Ink): Box | null {
    return this.recordBox(drawStroke(this, line, radius, ink));
  }

  /** Fills a polygon as one edit. @returns the box that changed */
  polygon(corners: readonly Point[], ink: Ink): Box | null {
    const box = this.recordBox(fillPolygon(this, corners, ink));
    this.finishEdit();
    return box;
  }

  /** Adds everything drawn since the last edit to the history as one edit. */
  finishEdit(): void {
    if (!this.editedBox) return;
    const edit = editBetween(this.before, this.ids, this.size, this.editedBox);
    this.editedBox = null;
    if (!edit) return;
    this.changed = true;
    this.history.push(edit);
    this.settle(edit, 'after');
  }

  /** Discards everything drawn since the last edit. @returns the box that changed */
  discardEdit(): Box | null {
    const box = this.editedBox;
    this.editedBox = null;
    if (box) this.ids.set(this.before);
    return box;
  }

  /** @returns the box that changed; null if there is nothing to undo */
  undo(): Box | null {
    this.finishEdit();
    const edit = this.history.undo(this.ids);
    if (edit) this.settle(edit, 'before');
    return edit?.box ?? null;
  }

  /** @returns the box that changed; null if there is nothing to redo */
  redo(): Box | null {
    this.finishEdit();
    const edit = this.history.redo(this.ids);
    if (edit) this.settle(edit, 'after');
    return edit?.box ?? null;
  }

  /** Adds an object to the list. @returns its id, the lowest free one; null if all 254 are taken */
  addObject(): number | null {
    const taken = new Set(this.objects);
    for (let id = 1; id <= MOST_OBJECTS; id++) {
      if (taken.has(id)) continue;
      this.listed.add(id);
      return id;
    }
    return null;
  }

  /** Erases an object and removes it from the list. Undo restores it. */
  deleteObject(id: number): Box | null {
    this.finishEdit();
    this.listed.delete(id);
    const box = this.recordBox(replaceObject(this, id, { id: 0, replaces: id }));
    this.finishEdit();
    if (this.objects.length === 0) this.listed.add(1);
    return box;
  }

  /** The box of the whole frame. */
  get whole(): Box {
    return wholeBox(this.size);
  }

  private objectsWithPixels(): number[] {
    const ids: number[] = [];
    for (let id = 1; id <= MOST_OBJECTS; id++) if (this.pixelsOf(id) > 0) ids.push(id);
    return ids;
  }

  private recordBox(box: Box | null): Box | null {
    this.editedBox = unionBox(this.editedBox, box);
    return box;
  }

  /** Updates the counts and the copy of the map after `edit` was applied or undone. */
  private settle(edit: Edit, now: 'before' | 'after'): void {
    forEachRun(edit, (start, length, before, after) => {
      const [from, to] = now === 'after' ? [before, after] : [after, before];
      this.counts[from] = (this.counts[from] ?? 0) - length;
      this.counts[to] = (this.counts[to] ?? 0) + length;
      this.before.fill(to, start, start + length);
    });
  }
}
