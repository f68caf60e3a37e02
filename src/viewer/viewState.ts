import { createStore } from 'zustand/vanilla';
import type { Overlay } from '../rendering/frameRenderer.ts';
import type { ColumnName } from '../results/columns.ts';

/** What is looked at, and how: nothing here changes a result. */
export interface ViewState extends Overlay {
  /** Index of the frame in all columns. */
  readonly frame: number;
  readonly playing: boolean;
  /** False shows the bare pictures. */
  readonly masks: boolean;
  /** False shows what the decoder gave in ours, too, in place of the enhanced pictures. */
  readonly enhancement: boolean;
  /** The column that is shown large, null for all side by side. */
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

/** Goes to a frame, kept inside the sequence. */
export function goToFrame(frame: number, frameCount: number): void {
  viewStore.setState({ frame: Math.max(0, Math.min(Math.round(frame), frameCount - 1)) });
}
