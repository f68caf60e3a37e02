import { constants } from 'node:os';
import { watchAncestors } from './ancestors.ts';

const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Requests to stop the command: Ctrl-C, a scheduler, a closed terminal or the exit of npm. */
export interface StopSignal {
  readonly signal: AbortSignal;
  /** 128 + signal number, as in shells (Ctrl-C: 130, SIGTERM: 143); null before a request. */
  exitCode(): number | null;
  /** Removes the signal handlers. */
  close(): void;
}

/** Handles the signals: the first one requests an orderly stop, the second one exits at once. */
export function listenForStop(): StopSignal {
  const abort = new AbortController();
  let exitCode: number | null = null;
  const stop = (name: NodeJS.Signals) => {
    const code = 128 + constants.signals[name];
    if (exitCode !== null) process.exit(code);
    exitCode = code;
    // Sets the exit code also for the case that something else ends the process first.
    process.exitCode = code;
    abort.abort();
  };
  for (const name of STOPPING) process.on(name, stop);
  const unwatch = watchAncestors(() => {
    if (exitCode === null) stop('SIGTERM');
  });
  return {
    signal: abort.signal,
    exitCode: () => exitCode,
    close() {
      unwatch();
      for (const name of STOPPING) process.off(name, stop);
    },
  };
}

/**
 * Waits for `work`. Rejects with an AbortError as soon as the signal aborts; the work is not
 * stopped.
 */
export async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Avoids an unhandled rejection after an abort.
  work.catch(() => {});
  signal.throwIfAborted();
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
