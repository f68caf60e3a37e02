// The worker's side of `WorkerHandle`: how it is known that a worker is alive and gets on.

import { expose } from 'comlink';
import { tellDownloads } from './downloads.ts';

const INTERVAL = 1000;

/** A message by which a worker shows that it is alive. */
interface Heartbeat {
  /** Name of a lock that the worker holds as long as it exists; null without locks. */
  readonly heartbeat: string | null;
}

export function isHeartbeat(message: unknown): message is Heartbeat {
  return typeof message === 'object' && message !== null && 'heartbeat' in message;
}

let lock: string | null = null;
let lastBeat = 0;
let hasProgress = true;

/**
 * Offers an interface to the page, as comlink's `expose`, and shows the page that this worker is
 * alive: with a message a second, and with a lock, which browsers release when a worker ends,
 * however it ends. Calls start when the page knows of the lock.
 *
 * @param onlyProgress true to send messages only as long as {@link reportProgress} is called, for
 *   work that may go on for ever without getting anywhere
 */
export function serve(api: object, { onlyProgress = false } = {}): void {
  const isAnnounced = announce();
  tellDownloads((message) => postMessage(message));
  expose(
    new Proxy(api, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          await isAnnounced;
          return Reflect.apply(method, target, args);
        };
      },
    }),
  );
  setInterval(() => {
    if (hasProgress || !onlyProgress) beat();
    hasProgress = false;
  }, INTERVAL);
}

/** Resolves when the page has been told of the lock, or at once without locks. */
function announce(): Promise<void> {
  beat();
  const name = `maskscope-worker-${crypto.randomUUID()}`;
  return new Promise((resolve) => {
    // Locks exist only in secure contexts.
    if (!navigator.locks) return resolve();
    navigator.locks
      .request(name, () => {
        lock = name;
        beat();
        resolve();
        return new Promise(() => {});
      })
      // Where site data is not allowed; messages alone then show that the worker is alive.
      .catch(() => resolve());
  });
}

/**
 * Shows the page that work goes on. To be called now and then by work that does not let timers run,
 * such as a long loop.
 */
export function reportProgress(): void {
  hasProgress = true;
  if (lastBeat > 0 && performance.now() - lastBeat > INTERVAL) beat();
}

function beat(): void {
  lastBeat = performance.now();
  postMessage({ heartbeat: lock } satisfies Heartbeat);
}
