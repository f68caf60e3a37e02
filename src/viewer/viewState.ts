import { createStore } from 'zustand/vanilla';
import type { Overlay } from '../rendering/frameRenderer.ts';

/** What the viewer shows and how. It does not affect results. */
export interface ViewState extends Overlay {
  /** Index of the frame in all columns. */
  readonly frame: number;
  readonly playing: boolean;
  /** False hides the masks. */
  readonly masks: boolean;
  /** False shows enhanced columns with the frames before they were enhanced. */
  readonly enhancement: boolean;
  /** The key of the only column shown, or null for all. */
  readonly enlarged: string | null;
  /** The key of the column whose settings are open, or null. */
  readonly editing: string | null;
  /** The key of a column that was just added and is to be scrolled to, or null. */
  readonly added: string | null;
}

export const viewStore = createStore<ViewState>(() => ({
  frame: 0,
  playing: false,
  masks: true,
  enhancement: true,
  opacity: 0.5,
  outline: true,
  enlarged: null,
  editing: null,
  added: null,
}));

/** Goes to a frame, clamped to the sequence. */
export function goToFrame(frame: number, frameCount: number): void {
  viewStore.setState({ frame: Math.max(0, Math.min(Math.round(frame), frameCount - 1)) });
}
