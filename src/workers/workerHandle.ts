// The workers stage: other stages may import every file in this folder.
import { type Remote, releaseProxy, wrap } from 'comlink';
import { Problem } from '../problem.ts';
import { isDownloadMessage, showDownload } from './downloads.ts';
import { isHeartbeat } from './serve.ts';
import { TaskQueue } from './taskQueue.ts';
import { unlessFailed } from './unlessFailed.ts';
import { Watchdog } from './watchdog.ts';

export interface WorkerHandleOptions {
  /**
   * Seconds without a heartbeat after which a worker is ended while calls are pending. Some work
   * keeps a worker from its timers for long: a frame of a large network on a slow machine.
   */
  readonly silenceSeconds: number;
  /** True to run one call after the other, so that a call that hangs ends no other. */
  readonly isSerial: boolean;
}

const DEFAULTS: WorkerHandleOptions = { silenceSeconds: 120, isSerial: false };

/** A worker that was started. */
interface Running<Api> {
  readonly worker: Worker;
  readonly remote: Remote<Api>;
  readonly fail: (error: unknown) => void;
  /** Runs while calls are pending. */
  watchdog: Watchdog | null;
  /** Ends waiting for the worker's lock. */
  readonly ended: AbortController;
  isLockWatched: boolean;
}

/**
 * A worker that starts on the first call. Aborting a call terminates the worker, whatever it is
 * doing, and the next call starts a new one. Comlink alone leaves the calls of a terminated worker
 * pending for ever; here they reject. So they do if the worker ends without an event, or if it shows
 * no heartbeat for long (see `serve.ts`).
 */
export class WorkerHandle<Api> {
  private readonly options: WorkerHandleOptions;
  private readonly queue = new TaskQueue();
  private running: Running<Api> | null = null;
  private failure: Promise<never> = new Promise(() => {});
  private terminations = 0;
  private pending = 0;

  /** @param create creates the worker, e.g. `() => new Worker(new URL(...), { type: 'module' })` */
  constructor(
    readonly name: string,
    private readonly create: () => Worker,
    options: Partial<WorkerHandleOptions> = {},
  ) {
    this.options = { ...DEFAULTS, ...options };
  }

  /** Rises each time when a worker ends, and with it everything that it held. */
  get generation(): number {
    return this.terminations;
  }

  /**
   * Runs `call` on the worker's interface.
   *
   * @throws the call's own error; AbortError if `signal` aborts; an error if the worker's script
   *   fails, if it ends or hangs, or if another caller terminates the worker
   */
  run<T>(call: (api: Remote<Api>) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (!this.options.isSerial) return this.runNow(call, signal);
    const running = this.queue.add(() => this.runNow(call, signal));
    // A call that still waits for its turn does not wait to be cancelled.
    return signal ? unlessFailed(running, aborted(signal)) : running;
  }

  /** Terminates the worker at once and frees its memory; pending calls reject with `reason`. */
  terminate(reason: unknown = abortError()): void {
    if (!this.running) return;
    const { worker, remote, fail, watchdog, ended } = this.running;
    this.running = null;
    showDownload(this.name, null);
    this.terminations++;
    watchdog?.stop();
    ended.abort();
    remote[releaseProxy]();
    worker.terminate();
    fail(reason);
  }

  private async runNow<T>(
    call: (api: Remote<Api>) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    signal?.throwIfAborted();
    const running = this.start();
    const failure = this.failure;
    const stop = () => this.terminate(abortError(signal));
    signal?.addEventListener('abort', stop, { once: true });
    this.pending++;
    this.watch(running);
    try {
      return await unlessFailed(call(running.remote), failure);
    } finally {
      signal?.removeEventListener('abort', stop);
      this.pending--;
      if (this.pending === 0) this.unwatch(running);
    }
  }

  private start(): Running<Api> {
    if (this.running) return this.running;
    const worker = this.create();
    let fail: (error: unknown) => void = () => {};
    this.failure = new Promise((_, reject) => {
      fail = reject;
    });
    // Prevents an unhandled rejection when no call is pending.
    this.failure.catch(() => {});
    const running: Running<Api> = {
      ...{ worker, remote: wrap<Api>(worker), fail },
      ...{ watchdog: null, ended: new AbortController(), isLockWatched: false },
    };
    worker.addEventListener('error', (event) => {
      // A script that cannot be loaded fires an event without a message.
      const error = event.message
        ? new Error(`the ${this.name} worker failed: ${event.message}`)
        : notLoaded(this.name);
      this.end(running, error);
    });
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (isDownloadMessage(data)) showDownload(this.name, data.download);
      if (!isHeartbeat(data)) return;
      running.watchdog?.feed();
      if (data.heartbeat !== null) void this.watchLock(running, data.heartbeat);
    });
    this.running = running;
    return running;
  }

  private watch(running: Running<Api>): void {
    if (running.watchdog) {
      running.watchdog.feed();
      return;
    }
    const { silenceSeconds } = this.options;
    running.watchdog = new Watchdog(silenceSeconds);
    running.watchdog.expired.catch(() => this.end(running, hanging(this.name, silenceSeconds)));
  }

  private unwatch(running: Running<Api>): void {
    running.watchdog?.stop();
    running.watchdog = null;
  }

  /** The browser gives the lock to this page when the worker no longer exists. */
  private async watchLock(running: Running<Api>, lock: string): Promise<void> {
    if (running.isLockWatched) return;
    running.isLockWatched = true;
    await navigator.locks
      .request(lock, { signal: running.ended.signal }, async () => {
        this.end(running, lost(this.name));
      })
      // When the worker is terminated here.
      .catch(() => {});
  }

  /** Terminates the worker unless another one runs by now. */
  private end(running: Running<Api>, reason: unknown): void {
    if (this.running === running) this.terminate(reason);
  }
}

function notLoaded(name: string): Problem {
  return new Problem(
    `The script of the ${name} worker could not be loaded: the server does not respond, or Maskscope was updated.`,
    'Check the connection and reload the page; kept runs and saved results stay.',
  );
}

function lost(name: string): Problem {
  return new Problem(
    `The ${name} worker ended unexpectedly.`,
    'Try again. If it happens again, close other tabs to free memory, and reload the page.',
  );
}

/** A worker that showed no heartbeat; callers may name what it was working on. */
export class HangingWorker extends Problem {}

function hanging(name: string, seconds: number): HangingWorker {
  return new HangingWorker(
    `The ${name} worker did not respond for ${seconds} seconds and was ended.`,
    'Try again. If it happens again, reload the page.',
  );
}

/** Rejects when the signal aborts. */
function aborted(signal: AbortSignal): Promise<never> {
  const rejection = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(abortError(signal));
    signal.addEventListener('abort', () => reject(abortError(signal)), { once: true });
  });
  rejection.catch(() => {});
  return rejection;
}

function abortError(signal?: AbortSignal): unknown {
  return signal?.reason ?? new DOMException('The task was cancelled.', 'AbortError');
}
