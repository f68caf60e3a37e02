import type { CodecApi } from '../codec/codecApi.ts';
import { createCodecThread } from '../codec/codecThread.ts';
import type { NetworksApi } from '../networks/networksApi.ts';
import { createNetworksThread } from '../networks/networksThread.ts';
import type { ScoringApi } from '../scoring/scoringApi.ts';
import { createScoringThread } from '../scoring/scoringThread.ts';
import type { WorkerThread } from '../workers/workerThread.ts';

/** The three workers; each starts with its first call. */
export interface Threads {
  readonly codec: WorkerThread<CodecApi>;
  readonly networks: WorkerThread<NetworksApi>;
  readonly scoring: WorkerThread<ScoringApi>;
}

export function createThreads(): Threads {
  return {
    codec: createCodecThread(),
    networks: createNetworksThread(),
    scoring: createScoringThread(),
  };
}
