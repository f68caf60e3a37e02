import { readTruth } from '../sequence/readTruth.ts';
import { serve } from '../workers/serve.ts';
import type { ScoringApi } from './scoringApi.ts';
import { scoringService } from './scoringService.ts';

const api: ScoringApi = { readTruth, ...scoringService };

serve(api);
