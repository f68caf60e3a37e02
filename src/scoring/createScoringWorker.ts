import { WorkerHandle } from '../workers/workerHandle.ts';
import type { ScoringApi } from './scoringApi.ts';

/** The worker that computes scores, started by its first call. */
export function createScoringWorker(): WorkerHandle<ScoringApi> {
  return new WorkerHandle<ScoringApi>(
    'scoring',
    () =>
      new Worker(new URL('./scoring.worker.ts', import.meta.url), {
        type: 'module',
        name: 'scoring',
      }),
  );
}
