// The page of workerHandleInChromium.test.ts: calls a worker that fails in a given way.
import { describeError, isAbort } from '../../problem.ts';
import { WorkerHandle } from '../workerHandle.ts';
import type { FaultyApi } from './faulty.worker.ts';

export interface FaultRequest {
  readonly name: string;
  readonly silenceSeconds: number;
  readonly isSerial?: boolean;
  /** Calls that are made at once. */
  readonly calls: readonly ('answer' | 'end' | 'spin' | 'wait' | 'work')[];
  readonly isMissing?: boolean;
  /** Index of a call that is cancelled at once. */
  readonly cancelled?: number;
}

declare global {
  interface Window {
    callFaulty(request: FaultRequest): Promise<readonly string[]>;
  }
}

/** What each call came to, and what a call after them does. */
window.callFaulty = async ({ name, calls, isMissing, cancelled, ...options }) => {
  const create = () =>
    isMissing
      ? new Worker('/no-such-script.js', { type: 'module', name })
      : new Worker(new URL('./faulty.worker.ts', import.meta.url), { type: 'module', name });
  const handle = new WorkerHandle<FaultyApi>('faulty', create, options);
  const call = (method: (typeof calls)[number], signal?: AbortSignal) =>
    handle
      .run<string>((api) => (method === 'work' ? api.work(3) : api[method]()), signal)
      .catch((error: unknown) => (isAbort(error) ? cancelledText() : describeError(error)));
  const start = performance.now();
  const cancelledText = () =>
    `cancelled after ${performance.now() - start < 1000 ? 'less' : 'more'} than a second`;
  const abort = new AbortController();
  const pending = calls.map((method, index) =>
    call(method, index === cancelled ? abort.signal : undefined),
  );
  abort.abort();
  const outcomes = await Promise.all(pending);
  const after = isMissing ? [] : [await call('answer')];
  handle.terminate();
  return [...outcomes, ...after];
};
