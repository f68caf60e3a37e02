import { createStore } from 'zustand/vanilla';

/** What playback reaches: frames per second, of those that are wanted; null while it is unknown. */
interface PlaybackRate {
  readonly reached: number | null;
  readonly wanted: number | null;
}

export const NO_RATE: PlaybackRate = { reached: null, wanted: null };

/** Apart from the view, which is what the user chose. */
export const playbackRateStore = createStore<PlaybackRate>(() => NO_RATE);
