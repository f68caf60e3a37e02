// The worker's side of `WorkerHandle`: how it is known that a worker is alive and gets on.

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
 * Starts to show the page that this worker is alive: with a message a second, and with a lock, which
 * browsers release when a worker ends, however it ends.
 *
 * @param onlyProgress true to show it only as long as {@link reportProgress} is called, for work
 *   that may go on for ever without getting anywhere
 */
export function startHeartbeat({ onlyProgress = false } = {}): void {
  const name = `maskscope-worker-${crypto.randomUUID()}`;
  // Locks exist only in secure contexts.
  void navigator.locks?.request(name, () => {
    lock = name;
    beat();
    return new Promise(() => {});
  });
  beat();
  setInterval(() => {
    if (hasProgress || !onlyProgress) beat();
    hasProgress = false;
  }, INTERVAL);
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
