import { createStore } from 'zustand/vanilla';
import type { Overlay } from '../rendering/frameRenderer.ts';
import type { ColumnName } from '../results/columns.ts';

/** What the viewer shows and how. It does not affect results. */
export interface ViewState extends Overlay {
  /** Index of the frame in all columns. */
  readonly frame: number;
  readonly playing: boolean;
  /** False hides the masks. */
  readonly masks: boolean;
  /** False shows the decoded frames in ours instead of the enhanced ones. */
  readonly enhancement: boolean;
  /** The only column shown, or null for all side by side. */
  readonly enlarged: ColumnName | null;
}

export const viewStore = createStore<ViewState>(() => ({
  frame: 0,
  playing: false,
  masks: true,
  enhancement: true,
  opacity: 0.5,
  outline: true,
  enlarged: null,
}));

/** Goes to a frame, clamped to the sequence. */
export function goToFrame(frame: number, frameCount: number): void {
  viewStore.setState({ frame: Math.max(0, Math.min(Math.round(frame), frameCount - 1)) });
}
