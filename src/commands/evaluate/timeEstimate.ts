/** An experiment as work: what it takes depends on its frames and on what the page kept. */
export interface Work {
  readonly frames: number;
  /** `fresh`: VOS runs on the originals too; `kept`: the page still has those masks. */
  readonly kind: 'fresh' | 'kept';
}

/** The experiment under way. */
export interface WorkUnderWay extends Work {
  /** Done, 0..1. */
  readonly part: number;
  /** Since it began. */
  readonly seconds: number;
}

/** Below this, loading and encoding say too little about the frames to come. */
const TELLING_PART = 0.05;

/** Estimates the time that an evaluation still takes, from the seconds that its frames took. */
export class TimeEstimate {
  private readonly measured = {
    fresh: { frames: 0, seconds: 0 },
    kept: { frames: 0, seconds: 0 },
  };

  /** Learns from a finished experiment. */
  add({ frames, kind }: Work, seconds: number): void {
    this.measured[kind].frames += frames;
    this.measured[kind].seconds += seconds;
  }

  /** Seconds left; null while nothing is measured. */
  secondsLeft(waiting: readonly Work[], current: WorkUnderWay | null): number | null {
    const rate = (kind: Work['kind']): number | null =>
      this.measuredRate(kind) ??
      currentRate(current) ??
      this.measuredRate(kind === 'fresh' ? 'kept' : 'fresh');
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

function currentRate(current: WorkUnderWay | null): number | null {
  if (!current || current.part < TELLING_PART || current.frames === 0) return null;
  return current.seconds / (current.frames * current.part);
}

/** `40 s`, `12 min`, `3 h 05 min`. */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
