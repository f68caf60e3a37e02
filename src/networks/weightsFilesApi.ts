import type { KeptCheckpoint } from '../checkpoint/checkpointStore.ts';

/** What the worker for files of weights offers: they are large, and hashing them takes seconds. */
export interface WeightsFilesApi {
  /**
   * Finds which network a file is for and keeps it in this browser; one that is there already is
   * recognised.
   *
   * @param onProgress called with the share that is done, 0..1
   * @throws Problem when it fits no network, is damaged or hostile, or the disk is full
   */
  keep(file: Blob, name: string, onProgress: (share: number) => void): Promise<KeptCheckpoint>;
  /** Latest first. @throws Problem when the browser keeps nothing at all */
  list(): Promise<readonly KeptCheckpoint[]>;
  /** @throws Problem when the browser keeps nothing at all */
  delete(sha256: string): Promise<void>;
}
