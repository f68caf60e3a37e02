import { expose } from 'comlink';
import type { NetworksApi } from './networksApi.ts';
import { NetworksService } from './networksService.ts';
import { gpuLostMessage } from './runtime/gpuLostMessage.ts';

const service: NetworksApi = new NetworksService((problem) => postMessage(gpuLostMessage(problem)));
expose(service);
