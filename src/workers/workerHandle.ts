// The workers stage: other stages may import every file in this folder.
import { type Remote, releaseProxy, wrap } from 'comlink';
import { Problem } from '../problem.ts';
import { unlessFailed } from './unlessFailed.ts';

/**
 * A worker that starts on the first call. Aborting a call terminates the worker, whatever it is
 * doing, and the next call starts a new one. Comlink alone leaves the calls of a terminated worker
 * pending for ever; here they reject.
 */
export class WorkerHandle<Api> {
  private running: { worker: Worker; remote: Remote<Api>; fail: (error: unknown) => void } | null =
    null;
  private failure: Promise<never> = new Promise(() => {});
  private terminations = 0;

  /** @param create creates the worker, e.g. `() => new Worker(new URL(...), { type: 'module' })` */
  constructor(
    readonly name: string,
    private readonly create: () => Worker,
  ) {}

  /** Rises each time when a worker ends, and with it everything that it held. */
  get generation(): number {
    return this.terminations;
  }

  /**
   * Runs `call` on the worker's interface.
   *
   * @throws the call's own error; AbortError if `signal` aborts; an error if the worker's script
   *   fails or another caller terminates the worker
   */
  async run<T>(call: (api: Remote<Api>) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const { remote } = this.start();
    const failure = this.failure;
    const stop = () => this.terminate(abortError(signal));
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await unlessFailed(call(remote), failure);
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Terminates the worker at once and frees its memory; pending calls reject with `reason`. */
  terminate(reason: unknown = abortError()): void {
    if (!this.running) return;
    const { worker, remote, fail } = this.running;
    this.running = null;
    this.terminations++;
    remote[releaseProxy]();
    worker.terminate();
    fail(reason);
  }

  private start() {
    if (this.running) return this.running;
    const worker = this.create();
    let fail: (error: unknown) => void = () => {};
    this.failure = new Promise((_, reject) => {
      fail = reject;
    });
    // Prevents an unhandled rejection when no call is pending.
    this.failure.catch(() => {});
    worker.addEventListener('error', (event) => {
      // A script that cannot be loaded fires an event without a message.
      this.terminate(
        event.message
          ? new Error(`the ${this.name} worker failed: ${event.message}`)
          : new Problem(
              `The script of the ${this.name} worker could not be loaded.`,
              'Check the connection to the server that this page came from and try again.',
            ),
      );
    });
    this.running = { worker, remote: wrap<Api>(worker), fail };
    return this.running;
  }
}

function abortError(signal?: AbortSignal): unknown {
  return signal?.reason ?? new DOMException('The task was cancelled.', 'AbortError');
}
