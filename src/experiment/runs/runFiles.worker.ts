import { expose } from 'comlink';
import { startHeartbeat } from '../../workers/heartbeat.ts';
import { runFilesService } from './runFilesService.ts';

startHeartbeat();
expose(runFilesService);
