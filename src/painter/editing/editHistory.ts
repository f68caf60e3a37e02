import type { FrameSize } from '../../sequence/frames.ts';
import type { Box } from './box.ts';

/**
 * One change of a label map, as runs of pixels in a row that changed from one id to another. A
 * filled shape takes one run per row.
 */
export interface Edit {
  readonly box: Box;
  /** For each run, the index of its first pixel in the map and its number of pixels. */
  readonly runs: Uint32Array;
  /** For each run, the id before and the id after. */
  readonly ids: Uint8Array;
}

/** Default limit on the bytes of all edits. */
const MOST_BYTES = 16 * 2 ** 20;

/**
 * The difference between two maps.
 *
 * @param box contains all pixels that may differ
 * @returns null if nothing differs
 */
export function editBetween(
  before: Uint8Array,
  after: Uint8Array,
  size: FrameSize,
  box: Box,
): Edit | null {
  const runs: number[] = [];
  const ids: number[] = [];
  for (let y = box.top; y < box.bottom; y++) {
    const end = y * size.width + box.right;
    let pixel = y * size.width + box.left;
    while (pixel < end) {
      const from = before[pixel] ?? 0;
      const to = after[pixel] ?? 0;
      const start = pixel++;
      if (from === to) continue;
      while (pixel < end && before[pixel] === from && after[pixel] === to) pixel++;
      runs.push(start, pixel - start);
      ids.push(from, to);
    }
  }
  if (ids.length === 0) return null;
  return { box, runs: Uint32Array.from(runs), ids: Uint8Array.from(ids) };
}

/** Calls `visit` for each run of an edit. */
export function forEachRun(
  { runs, ids }: Edit,
  visit: (start: number, length: number, before: number, after: number) => void,
): void {
  for (let at = 0; at < ids.length; at += 2) {
    visit(runs[at] ?? 0, runs[at + 1] ?? 0, ids[at] ?? 0, ids[at + 1] ?? 0);
  }
}

/** The edits that can be undone and redone. Drops the oldest ones when they exceed its limit. */
export class EditHistory {
  private readonly done: Edit[] = [];
  private readonly undone: Edit[] = [];

  /** @param mostBytes limit on the bytes of all edits */
  constructor(private readonly mostBytes = MOST_BYTES) {}

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  /** Adds an edit and drops undone ones. */
  push(edit: Edit): void {
    this.undone.length = 0;
    this.done.push(edit);
    let bytes = this.done.reduce((sum, each) => sum + bytesOf(each), 0);
    while (bytes > this.mostBytes) {
      const oldest = this.done.shift();
      if (!oldest) break;
      bytes -= bytesOf(oldest);
    }
  }

  /** Undoes the last edit in `map`. @returns the edit, or null if there is none */
  undo(map: Uint8Array): Edit | null {
    const edit = this.done.pop();
    if (!edit) return null;
    forEachRun(edit, (start, length, before) => map.fill(before, start, start + length));
    this.undone.push(edit);
    return edit;
  }

  /** Redoes the last undone edit in `map`. @returns the edit, or null if there is none */
  redo(map: Uint8Array): Edit | null {
    const edit = this.undone.pop();
    if (!edit) return null;
    forEachRun(edit, (start, length, _before, after) => map.fill(after, start, start + length));
    this.done.push(edit);
    return edit;
  }
}

function bytesOf({ runs, ids }: Edit): number {
  return runs.byteLength + ids.byteLength;
}
