import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SilenceError, Watchdog } from './watchdog.ts';

describe('Watchdog', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('expires after a silence', async () => {
    const expired = expect(new Watchdog(30).expired).rejects.toThrow(SilenceError);
    await vi.advanceTimersByTimeAsync(30_000);
    await expired;
  });

  it('does not expire while it is fed, nor after it is stopped', async () => {
    const watchdog = new Watchdog(30);
    const onExpiry = vi.fn();
    watchdog.expired.catch(onExpiry);
    for (let round = 0; round < 5; round++) {
      await vi.advanceTimersByTimeAsync(25_000);
      watchdog.feed();
    }
    watchdog.stop();
    await vi.advanceTimersByTimeAsync(100_000);
    expect(onExpiry).not.toHaveBeenCalled();
  });
});
