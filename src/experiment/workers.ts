import type { CodecApi } from '../codec/codecApi.ts';
import { createCodecThread } from '../codec/createCodecWorker.ts';
import { createMasksThread } from '../masks/createMasksWorker.ts';
import type { MasksApi } from '../masks/masksApi.ts';
import { createNetworksThread } from '../networks/createNetworksWorker.ts';
import type { NetworksApi } from '../networks/networksApi.ts';
import { createScoringThread } from '../scoring/createScoringWorker.ts';
import type { ScoringApi } from '../scoring/scoringApi.ts';
import type { WorkerThread } from '../workers/workerHandle.ts';

/** The workers; each starts with its first call. */
export interface Threads {
  readonly codec: WorkerThread<CodecApi>;
  readonly masks: WorkerThread<MasksApi>;
  readonly networks: WorkerThread<NetworksApi>;
  readonly scoring: WorkerThread<ScoringApi>;
}

export function createThreads(): Threads {
  return {
    codec: createCodecThread(),
    masks: createMasksThread(),
    networks: createNetworksThread(),
    scoring: createScoringThread(),
  };
}
