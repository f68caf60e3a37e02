import type { Point } from '../rendering/viewTransform.ts';
import { pointerStore } from './pictures/pointer.ts';

/** The place that the loupe shows, in frame pixels; null if the pointer is on no picture. */
export function pointedAt(): Point | null {
  return pointerStore.getState().point;
}

/** Moves the place of the loupe, without a pointer. */
export function pointTo(point: Point): void {
  pointerStore.setState({ point, column: null });
}
