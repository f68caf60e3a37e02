import { constants } from 'node:os';
import { watchAncestors } from './ancestors.ts';

const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What asks the command to end: Ctrl-C, a scheduler, a closed terminal, the end of npm. */
export interface StopSignal {
  readonly signal: AbortSignal;
  /** 130 after Ctrl-C, 143 after SIGTERM, as shells count; null while nothing asked. */
  exitCode(): number | null;
  /** Gives the signals back to Node. */
  close(): void;
}

/** Takes the signals over: the first asks to end in order, a second one ends at once. */
export function listenForStop(): StopSignal {
  const abort = new AbortController();
  let exitCode: number | null = null;
  const stop = (name: NodeJS.Signals) => {
    const code = 128 + constants.signals[name];
    if (exitCode !== null) process.exit(code);
    exitCode = code;
    // Should something else end the process first, it still ends with this code.
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
 * What `work` gives, or an AbortError as soon as the signal comes; the work is then left to itself.
 */
export async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Nobody waits for it any more once it was stopped.
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
