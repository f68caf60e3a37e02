import { WorkerHandle } from '../workers/workerHandle.ts';
import type { RunFilesApi } from './runFilesApi.ts';

/** A handle to the worker that writes and reads run files. */
export function createRunFilesWorker(): WorkerHandle<RunFilesApi> {
  return new WorkerHandle(
    'run files',
    () =>
      new Worker(new URL('./runs/runFiles.worker.ts', import.meta.url), {
        type: 'module',
        name: 'run files',
      }),
  );
}
