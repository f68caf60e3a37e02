/** Milliseconds over which the reached rate is measured. */
const MEASURED = 1500;

/**
 * Says when the next frame is due, and measures the rate that is reached. It never asks for two
 * frames at once: when the page is late, playback slows down instead of leaving out frames.
 */
export class Pace {
  private due: number;
  /** When the last frames were shown, in milliseconds. */
  private shown: readonly number[] = [];

  /**
   * @param rate wanted frames per second
   * @param now milliseconds; the first frame is due an interval later
   */
  constructor(
    private readonly rate: number,
    now: number,
  ) {
    this.due = now + this.interval;
  }

  /** True if a frame is due, which then counts as shown. */
  advance(now: number): boolean {
    if (now < this.due) return false;
    this.due += this.interval;
    // Being late by less than a frame is made good, so that the mean rate is right though frames
    // are only shown when the screen refreshes. Being later is not.
    if (this.due <= now) this.due = now + this.interval;
    this.shown = [...this.shown.filter((time) => now - time <= this.measured), now];
    return true;
  }

  /** Frames per second that were reached lately, at most the wanted ones; null before two frames. */
  reached(): number | null {
    const [first, last] = [this.shown[0], this.shown.at(-1)];
    if (first === undefined || last === undefined || first === last) return null;
    return Math.min(this.rate, ((this.shown.length - 1) * 1000) / (last - first));
  }

  private get interval(): number {
    return 1000 / this.rate;
  }

  /** Slow playback is measured over at least four frames. */
  private get measured(): number {
    return Math.max(MEASURED, 4 * this.interval);
  }
}

/** E.g. `reaches 18 of 24 frames a second`; with decimals below ten frames. */
export function reachedText(reached: number, wanted: number): string {
  return `reaches ${formatRate(reached)} of ${formatRate(wanted)} frames a second`;
}

/** Frames per second: whole above ten, else with a decimal if it has one. */
export function formatRate(rate: number): string {
  return String(rate >= 10 ? Math.round(rate) : Math.round(rate * 10) / 10);
}
