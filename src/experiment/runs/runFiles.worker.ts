import { expose } from 'comlink';
import { runFilesService } from './runFilesService.ts';

expose(runFilesService);
