import type { CodecApi } from '../codec/codecApi.ts';
import { createCodecWorker } from '../codec/createCodecWorker.ts';
import { createVideoFilesWorker } from '../codec/createVideoFilesWorker.ts';
import type { VideoFilesApi } from '../codec/videoFilesApi.ts';
import type { BlocksApi } from '../hevc/blocksApi.ts';
import { createBlocksWorker } from '../hevc/createBlocksWorker.ts';
import { createMasksWorker } from '../masks/createMasksWorker.ts';
import type { MasksApi } from '../masks/masksApi.ts';
import { createNetworksWorker } from '../networks/createNetworksWorker.ts';
import type { NetworksApi } from '../networks/networksApi.ts';
import { createScoringWorker } from '../scoring/createScoringWorker.ts';
import type { ScoringApi } from '../scoring/scoringApi.ts';
import type { WorkerHandle } from '../workers/workerHandle.ts';

/** The web workers. Each starts with its first call. */
export interface Workers {
  readonly codec: WorkerHandle<CodecApi>;
  readonly masks: WorkerHandle<MasksApi>;
  readonly networks: WorkerHandle<NetworksApi>;
  readonly scoring: WorkerHandle<ScoringApi>;
  readonly videoFiles: WorkerHandle<VideoFilesApi>;
  readonly blocks: WorkerHandle<BlocksApi>;
}

export function createWorkers(): Workers {
  return {
    codec: createCodecWorker(),
    masks: createMasksWorker(),
    networks: createNetworksWorker(),
    scoring: createScoringWorker(),
    videoFiles: createVideoFilesWorker(),
    blocks: createBlocksWorker(),
  };
}
