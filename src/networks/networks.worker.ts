import { serve } from '../workers/serve.ts';
import type { NetworksApi } from './networksApi.ts';
import { NetworksService } from './networksService.ts';
import { gpuLostMessage } from './runtime/gpuLostMessage.ts';

const service: NetworksApi = new NetworksService((problem) => postMessage(gpuLostMessage(problem)));
serve(service);
