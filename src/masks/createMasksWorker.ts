import { WorkerHandle } from '../workers/workerHandle.ts';
import type { MasksApi } from './masksApi.ts';

/** Returns the worker that encodes and decodes masks. It starts with its first call. */
export function createMasksWorker(): WorkerHandle<MasksApi> {
  return new WorkerHandle<MasksApi>(
    'masks',
    () =>
      new Worker(new URL('./masks.worker.ts', import.meta.url), { type: 'module', name: 'masks' }),
  );
}
