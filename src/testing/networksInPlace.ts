import type { Remote } from 'comlink';
import type { Workers } from '../experiment/workers.ts';
import type { NetworksApi } from '../networks/networksApi.ts';
import type { NetworksService } from '../networks/networksService.ts';
import type { WorkerHandle } from '../workers/workerHandle.ts';

/** The real networks on this thread, because Node has no web workers. */
export function networksInPlace(service: NetworksService): Workers['networks'] {
  const worker: Pick<WorkerHandle<NetworksApi>, 'run'> = {
    run: (call, signal) => {
      signal?.throwIfAborted();
      return call(service as unknown as Remote<NetworksApi>);
    },
  };
  return worker as Workers['networks'];
}
