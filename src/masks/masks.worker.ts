import { expose } from 'comlink';
import { masksService } from './masksService.ts';

expose(masksService);
