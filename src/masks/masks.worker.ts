import { expose } from 'comlink';
import { startHeartbeat } from '../workers/heartbeat.ts';
import { masksService } from './masksService.ts';

startHeartbeat();
expose(masksService);
