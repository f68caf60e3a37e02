import { createStore } from 'zustand/vanilla';
import type { Point } from '../rendering/viewTransform.ts';

interface PointerState {
  /** In frame pixels; null while the pointer is on no picture. */
  readonly point: Point | null;
  /** The key of the column whose picture it is on; null for a place that keys chose. */
  readonly column: string | null;
  /** The last place on a picture: what the loupe shows when the pointer is elsewhere. */
  readonly last: Point | null;
  /** Where that was, in CSS pixels of the browser's window; null if keys or a link chose it. */
  readonly place: Point | null;
}

/** Where the pointer is on the pictures: the other columns mark the same place. */
export const pointerStore = createStore<PointerState>(() => ({
  point: null,
  column: null,
  last: null,
  place: null,
}));

export function pointNowhere(): void {
  pointerStore.setState({ point: null, column: null });
}

/** Chooses a place without a pointer, in frame pixels. */
export function pointTo(point: Point): void {
  pointerStore.setState({ point, column: null, last: point, place: null });
}
