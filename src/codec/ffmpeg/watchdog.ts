/** What {@link Watchdog.expired} rejects with. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';

  constructor(readonly seconds: number) {
    super(`no sign of life for ${seconds} s`);
  }
}

const TICKS = 20;

/**
 * Notices that something no longer answers. It counts ticks of its own timer instead of reading
 * a clock: while the browser or the whole computer sleeps, neither goes on, and waking up is not
 * taken for a long silence.
 */
export class Watchdog {
  /** Rejects with a {@link SilenceError} after `seconds` without {@link feed}; else stays pending. */
  readonly expired: Promise<never>;

  private readonly timer: ReturnType<typeof setInterval>;
  private silentTicks = 0;

  constructor(seconds: number) {
    let expire: (error: SilenceError) => void = () => {};
    this.expired = new Promise((_, reject) => {
      expire = reject;
    });
    // Whoever has stopped waiting for it is not to be told by the console.
    this.expired.catch(() => {});
    this.timer = setInterval(
      () => {
        this.silentTicks += 1;
        if (this.silentTicks < TICKS) return;
        this.stop();
        expire(new SilenceError(seconds));
      },
      (seconds * 1000) / TICKS,
    );
  }

  /** A sign of life. */
  feed(): void {
    this.silentTicks = 0;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
