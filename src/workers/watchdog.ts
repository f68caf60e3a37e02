/** What {@link Watchdog.expired} rejects with. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';

  constructor(readonly seconds: number) {
    super(`no response for ${seconds} s`);
  }
}

const TICKS = 20;

/**
 * Detects that something no longer responds. It counts timer ticks instead of reading a clock:
 * timers pause while the browser or the computer sleeps, so waking up does not count as a long
 * silence.
 */
export class Watchdog {
  /** Rejects with {@link SilenceError} after `seconds` without {@link feed}; else stays pending. */
  readonly expired: Promise<never>;

  private readonly timer: ReturnType<typeof setInterval>;
  private silentTicks = 0;

  constructor(seconds: number) {
    let expire: (error: SilenceError) => void = () => {};
    this.expired = new Promise((_, reject) => {
      expire = reject;
    });
    // Prevents an unhandled rejection when nothing awaits the promise any more.
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

  /** Restarts the time limit. */
  feed(): void {
    this.silentTicks = 0;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
