import { expose } from 'comlink';
import { gpuLostMessage } from './gpuLostMessage.ts';
import type { NetworksApi } from './networksApi.ts';
import { NetworksService } from './networksService.ts';

const service: NetworksApi = new NetworksService((problem) => postMessage(gpuLostMessage(problem)));
expose(service);
