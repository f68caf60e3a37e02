import { WorkerHandle } from '../workers/workerHandle.ts';
import type { WeightsFilesApi } from './weightsFilesApi.ts';

/** The worker that stores weights files, started by its first call. */
export function createWeightsFilesWorker(): WorkerHandle<WeightsFilesApi> {
  return new WorkerHandle<WeightsFilesApi>(
    'weights files',
    () =>
      new Worker(new URL('./weightsFiles.worker.ts', import.meta.url), {
        type: 'module',
        name: 'weights files',
      }),
  );
}
