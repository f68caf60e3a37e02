import { Problem } from '../problem.ts';
import { HangingWorker, WorkerHandle } from '../workers/workerHandle.ts';
import type { VideoFilesApi } from './videoFilesApi.ts';

/**
 * Reading gets on with every few kilobytes, even on a slow machine under load; a disk that sleeps, or
 * a file that is still in a cloud, takes seconds to answer.
 */
const SILENCE_SECONDS = 20;

/** A handle to the worker that reads the user's video files, one after the other. */
export function createVideoFilesWorker(): WorkerHandle<VideoFilesApi> {
  return new WorkerHandle(
    'video files',
    () =>
      new Worker(new URL('./videoFiles.worker.ts', import.meta.url), {
        type: 'module',
        name: 'video files',
      }),
    { silenceSeconds: SILENCE_SECONDS, isSerial: true },
  );
}

/**
 * Names the file if the worker that reads it hangs.
 *
 * @throws Problem, or whatever `reading` rejects with
 */
export async function namingFile<T>(name: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof HangingWorker)) throw error;
    throw new Problem(
      `${name} is damaged, or its disk does not answer: reading it did not get on for ${SILENCE_SECONDS} seconds.`,
      'Copy the file again, or convert it with ffmpeg -i INPUT -c:v libx264 -crf 0 OUTPUT.mkv.',
      { cause: error },
    );
  }
}
