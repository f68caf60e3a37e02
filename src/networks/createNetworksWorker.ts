import { WorkerHandle } from '../workers/workerHandle.ts';
import type { NetworksApi } from './networksApi.ts';
import { isGpuLostMessage } from './runtime/gpuLostMessage.ts';

/** A large network on wasm keeps its worker busy for a minute a frame on a slow machine. */
const SILENCE_SECONDS = 600;

/**
 * The worker that runs the networks, started by its first call.
 *
 * onnxruntime-web does not survive the loss of its GPU, so the worker is terminated then: pending
 * calls reject with a `Problem`, and the next `prepare` starts a new worker.
 */
export function createNetworksWorker(): WorkerHandle<NetworksApi> {
  const handle = new WorkerHandle<NetworksApi>(
    'networks',
    () => {
      const worker = new Worker(new URL('./networks.worker.ts', import.meta.url), {
        type: 'module',
        name: 'networks',
      });
      worker.addEventListener('message', ({ data }) => {
        if (isGpuLostMessage(data)) handle.terminate(lostProblem(data.text));
      });
      return worker;
    },
    { silenceSeconds: SILENCE_SECONDS },
  );
  return handle;
}

/** A `Problem` with the complete text from the worker. */
function lostProblem(text: string): Error {
  const problem = new Error(text);
  problem.name = 'Problem';
  return problem;
}
