import { reportProgress, serve } from '../workers/serve.ts';
import { blocksService } from './blocksService.ts';

serve(blocksService(reportProgress));
