import { CheckpointStore } from '../checkpoint/checkpointStore.ts';
import { serve } from '../workers/serve.ts';
import type { WeightsFilesApi } from './weightsFilesApi.ts';
import { whichNetwork } from './whichNetwork.ts';

const store = new CheckpointStore();

const service: WeightsFilesApi = {
  async keep(file, name, onProgress) {
    const network = await whichNetwork(file, name);
    return store.put(file, { name, network }, { onProgress });
  },
  list: () => store.list(),
  delete: (sha256) => store.delete(sha256),
};

serve(service);
