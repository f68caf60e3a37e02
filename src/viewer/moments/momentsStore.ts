import { createStore } from 'zustand/vanilla';
import type { TimeWindow } from './timeWindow.ts';

/** How the strip is used; it is not part of the view, which can be shared. */
interface MomentsState {
  /** The key of the column whose bits are shown; null for the default. */
  readonly bitsColumn: string | null;
  /** The key of the column whose objects are shown; null for the default. */
  readonly lanesColumn: string | null;
  /** The frames in view; null for all. */
  readonly window: TimeWindow | null;
  /** The frame under the pointer; null if it is elsewhere. */
  readonly pointed: number | null;
}

export const INITIAL_MOMENTS: MomentsState = {
  bitsColumn: null,
  lanesColumn: null,
  window: null,
  pointed: null,
};

export const momentsStore = createStore<MomentsState>(() => INITIAL_MOMENTS);
