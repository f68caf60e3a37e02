import { serve } from '../../workers/serve.ts';
import { runFilesService } from './runFilesService.ts';

serve(runFilesService);
