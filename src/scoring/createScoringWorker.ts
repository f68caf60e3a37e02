import { WorkerThread } from '../workers/workerHandle.ts';
import type { ScoringApi } from './scoringApi.ts';

/** The worker that computes scores, started by its first call. */
export function createScoringThread(): WorkerThread<ScoringApi> {
  return new WorkerThread<ScoringApi>(
    'scoring',
    () =>
      new Worker(new URL('./scoring.worker.ts', import.meta.url), {
        type: 'module',
        name: 'scoring',
      }),
  );
}
