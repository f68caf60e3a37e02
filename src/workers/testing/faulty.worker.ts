import { reportProgress, serve } from '../serve.ts';

/** A worker with the faults that `WorkerHandle` has to notice. */
export interface FaultyApi {
  answer(): Promise<string>;
  /** Ends without an event and without an answer. */
  end(): Promise<never>;
  /** Keeps the worker from its timers for ever. */
  spin(): Promise<never>;
  /** Waits for ever, while timers run. */
  wait(): Promise<never>;
  /** Keeps the worker from its timers for this long, with progress. */
  work(seconds: number): Promise<string>;
}

const service: FaultyApi = {
  answer: async () => 'answered',
  end: () => {
    self.close();
    return new Promise(() => {});
  },
  spin: () => {
    for (;;);
  },
  wait: () => new Promise(() => {}),
  work: async (seconds) => {
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) reportProgress();
    return 'worked';
  },
};

// As in a page that may store nothing.
if (self.name === 'no locks') {
  navigator.locks.request = () => Promise.reject(new DOMException('denied', 'SecurityError'));
}
serve(service, { onlyProgress: self.name === 'only progress' });
