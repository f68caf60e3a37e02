import type { ColumnState } from '../experiment/experimentState.ts';
import type { FrameSize } from '../sequence/frames.ts';

/** A keyboard shortcut. The same table is the key map and the help. */
export interface Shortcut {
  /** Values of `KeyboardEvent.key`. */
  readonly keys: readonly string[];
  /** The keys as shown in the help. */
  readonly label: string;
  readonly description: string;
  readonly run: (context: ShortcutContext & { readonly key: string }) => void;
}

export interface ShortcutContext {
  readonly frameCount: number;
  /** Of the sequence's frames. */
  readonly size: FrameSize;
  /** From left to right. */
  readonly columns: readonly ColumnState[];
  readonly scoredIds: readonly number[];
}
