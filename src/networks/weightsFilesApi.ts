import type { KeptCheckpoint } from '../checkpoint/checkpointStore.ts';

/** Methods of the worker for weights files, which are large and take seconds to hash. */
export interface WeightsFilesApi {
  /**
   * Determines which network a file is for and keeps it in this browser. A file that is already
   * there is recognised and not copied again.
   *
   * @param onProgress called with the completed share, 0..1
   * @throws Problem when it matches no network, is damaged or refused, or the disk is full
   */
  keep(file: Blob, name: string, onProgress: (share: number) => void): Promise<KeptCheckpoint>;
  /** Latest first. @throws Problem when the browser does not allow storage */
  list(): Promise<readonly KeptCheckpoint[]>;
  /** @throws Problem when the browser does not allow storage */
  delete(sha256: string): Promise<void>;
}
