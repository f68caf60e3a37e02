import { createStore } from 'zustand/vanilla';

/** How the strip is used at the moment; it is not part of the view, which can be shared. */
interface MomentsState {
  /** The frame under the pointer; null if it is elsewhere. */
  readonly pointed: number | null;
  /** True while the table of all values is open. */
  readonly isTableOpen: boolean;
}

export const INITIAL_MOMENTS: MomentsState = { pointed: null, isTableOpen: false };

export const momentsStore = createStore<MomentsState>(() => INITIAL_MOMENTS);
