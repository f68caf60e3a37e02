import { WorkerThread } from '../workers/workerHandle.ts';
import type { CodecApi } from './codecApi.ts';

/** The codec in a thread of its own, and ffmpeg's threads below it; ending it ends them all. */
export function createCodecThread(): WorkerThread<CodecApi> {
  return new WorkerThread(
    'codec',
    () => new Worker(new URL('./codec.worker.ts', import.meta.url), { type: 'module' }),
  );
}
