/** Work of an experiment, which depends on its frames and on masks that the page can reuse. */
export interface Work {
  readonly frames: number;
  /** `fresh`: VOS runs also on the originals; `reused`: the page reuses those masks. */
  readonly kind: 'fresh' | 'reused';
}

/** The running experiment. */
export interface RunningWork extends Work {
  /** Progress, 0..1. */
  readonly part: number;
  /** Elapsed time. */
  readonly seconds: number;
}

/** Minimum progress for an estimate: at first, loading and encoding dominate. */
const MIN_PART = 0.05;

/** Estimates the remaining time of an evaluation from the measured seconds per frame. */
export class TimeEstimate {
  private readonly measured = {
    fresh: { frames: 0, seconds: 0 },
    reused: { frames: 0, seconds: 0 },
  };

  /** Adds a finished experiment. */
  add({ frames, kind }: Work, seconds: number): void {
    this.measured[kind].frames += frames;
    this.measured[kind].seconds += seconds;
  }

  /** Remaining seconds; null before anything has been measured. */
  secondsLeft(waiting: readonly Work[], current: RunningWork | null): number | null {
    const rate = (kind: Work['kind']): number | null =>
      this.measuredRate(kind) ??
      currentRate(current) ??
      this.measuredRate(kind === 'fresh' ? 'reused' : 'fresh');
    let total = 0;
    const work = current
      ? [{ ...current, frames: current.frames * (1 - current.part) }, ...waiting]
      : waiting;
    for (const { frames, kind } of work) {
      const secondsPerFrame = rate(kind);
      if (secondsPerFrame === null) return null;
      total += frames * secondsPerFrame;
    }
    return total;
  }

  /** Seconds per frame. */
  private measuredRate(kind: Work['kind']): number | null {
    const { frames, seconds } = this.measured[kind];
    return frames > 0 ? seconds / frames : null;
  }
}

function currentRate(current: RunningWork | null): number | null {
  if (!current || current.part < MIN_PART || current.frames === 0) return null;
  return current.seconds / (current.frames * current.part);
}

/** `40 s`, `12 min`, `3 h 05 min`. */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
