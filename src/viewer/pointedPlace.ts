import type { Point } from '../rendering/viewTransform.ts';
import { pointerStore } from './pictures/pointer.ts';

/** The place that the loupe shows, in frame pixels; null if the pointer was on no picture yet. */
export function pointedAt(): Point | null {
  return pointerStore.getState().last;
}

export { pointTo } from './pictures/pointer.ts';
