import type { RunFilesApi } from '../runFilesApi.ts';
import { readRunFile } from './readRun.ts';
import { writeRunFile } from './writeRun.ts';

/** Implements `RunFilesApi` in the calling thread. */
export const runFilesService: RunFilesApi = { write: writeRunFile, read: readRunFile };
