import { expose } from 'comlink';
import { readTruth } from '../sequence/readTruth.ts';
import { startHeartbeat } from '../workers/heartbeat.ts';
import type { ScoringApi } from './scoringApi.ts';
import { scoringService } from './scoringService.ts';

const api: ScoringApi = { readTruth, ...scoringService };

startHeartbeat();
expose(api);
