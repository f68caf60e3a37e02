import { expose } from 'comlink';
import { readTruth } from '../sequence/truth.ts';
import { scoringService } from './scoringService.ts';

expose({ readTruth, ...scoringService });
