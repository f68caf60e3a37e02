import { expose } from 'comlink';
import { startHeartbeat } from '../workers/heartbeat.ts';
import type { NetworksApi } from './networksApi.ts';
import { NetworksService } from './networksService.ts';
import { gpuLostMessage } from './runtime/gpuLostMessage.ts';

const service: NetworksApi = new NetworksService((problem) => postMessage(gpuLostMessage(problem)));
startHeartbeat();
expose(service);
