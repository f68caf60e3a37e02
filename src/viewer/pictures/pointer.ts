import { createStore } from 'zustand/vanilla';
import type { Point } from '../../rendering/viewTransform.ts';

interface PointerState {
  /** In frame pixels; null while the pointer is on no picture. */
  readonly point: Point | null;
  /** The key of the column whose picture it is on. */
  readonly column: string | null;
  /** In CSS pixels of the browser's window. */
  readonly place: Point;
}

const NOWHERE: PointerState = { point: null, column: null, place: { x: 0, y: 0 } };

/** Where the pointer is on the pictures: the other columns mark the same place. */
export const pointerStore = createStore<PointerState>(() => NOWHERE);

export function pointNowhere(): void {
  pointerStore.setState(NOWHERE);
}
