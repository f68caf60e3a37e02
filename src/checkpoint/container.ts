import type { PickleValue } from './pickleValues.ts';

/** A checkpoint file taken apart: what its pickle says, and where the elements lie. */
export interface Container {
  readonly root: PickleValue;
  /** By the storage's key. */
  readonly blocks: ReadonlyMap<string, Block>;
}

/** Bytes of the file. */
export interface Block {
  readonly offset: number;
  readonly length: number;
}

/** A pickle that is larger is not read: one with 10,000 tensors takes about 2 MB. */
export const MAX_PICKLE_BYTES = 64 * 1024 * 1024;
