import { serve } from '../workers/serve.ts';
import { masksService } from './masksService.ts';

serve(masksService);
