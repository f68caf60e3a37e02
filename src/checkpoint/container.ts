import type { PickleValue } from './pickleValues.ts';

/** A parsed checkpoint file: the value of its pickle, and where the elements are. */
export interface Container {
  readonly root: PickleValue;
  /** By storage key. */
  readonly blocks: ReadonlyMap<string, Block>;
}

/** A byte range of the file. */
export interface Block {
  readonly offset: number;
  readonly length: number;
}

/** Larger pickles are not read. One with 10,000 tensors takes about 2 MB. */
export const MAX_PICKLE_BYTES = 64 * 1024 * 1024;
