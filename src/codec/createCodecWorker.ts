import { WorkerHandle } from '../workers/workerHandle.ts';
import type { CodecApi } from './codecApi.ts';

/** A handle to the codec worker; terminating it also terminates ffmpeg's threads. */
export function createCodecWorker(): WorkerHandle<CodecApi> {
  return new WorkerHandle(
    'codec',
    () => new Worker(new URL('./codec.worker.ts', import.meta.url), { type: 'module' }),
  );
}
