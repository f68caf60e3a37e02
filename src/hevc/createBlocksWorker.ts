import { WorkerHandle } from '../workers/workerHandle.ts';
import type { BlocksApi } from './blocksApi.ts';

/** The worker that reads the blocks of HEVC videos, started by its first call. */
export function createBlocksWorker(): WorkerHandle<BlocksApi> {
  return new WorkerHandle<BlocksApi>(
    'blocks',
    () =>
      new Worker(new URL('./blocks.worker.ts', import.meta.url), {
        type: 'module',
        name: 'blocks',
      }),
  );
}
