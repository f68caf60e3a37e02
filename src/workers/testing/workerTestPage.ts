// The page of workerHandleInChromium.test.ts: calls a worker that fails in a given way.
import { describeError } from '../../problem.ts';
import { WorkerHandle } from '../workerHandle.ts';
import type { FaultyApi } from './faulty.worker.ts';

export interface FaultRequest {
  readonly name: string;
  readonly silenceSeconds: number;
  readonly isSerial?: boolean;
  /** Calls that are made at once. */
  readonly calls: readonly ('answer' | 'end' | 'spin' | 'wait' | 'work')[];
  readonly isMissing?: boolean;
}

declare global {
  interface Window {
    callFaulty(request: FaultRequest): Promise<readonly string[]>;
  }
}

/** What each call came to, and what a call after them does. */
window.callFaulty = async ({ name, calls, isMissing, ...options }) => {
  const create = () =>
    isMissing
      ? new Worker('/no-such-script.js', { type: 'module', name })
      : new Worker(new URL('./faulty.worker.ts', import.meta.url), { type: 'module', name });
  const handle = new WorkerHandle<FaultyApi>('faulty', create, options);
  const call = (method: (typeof calls)[number]) =>
    handle
      .run<string>((api) => (method === 'work' ? api.work(3) : api[method]()))
      .catch(describeError);
  const outcomes = await Promise.all(calls.map(call));
  const after = isMissing ? [] : [await call('answer')];
  handle.terminate();
  return [...outcomes, ...after];
};
