import { WorkerHandle } from '../workers/workerHandle.ts';
import type { CodecApi } from './codecApi.ts';

/** The codec in a worker of its own, and ffmpeg's threads below it; ending it ends them all. */
export function createCodecWorker(): WorkerHandle<CodecApi> {
  return new WorkerHandle(
    'codec',
    () => new Worker(new URL('./codec.worker.ts', import.meta.url), { type: 'module' }),
  );
}
