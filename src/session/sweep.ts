import { createStore } from 'zustand/vanilla';
import type { ExperimentConfiguration } from '../experiment/configuration.ts';
import { Experiment } from '../experiment/experiment.ts';
import type { Workers } from '../experiment/workers.ts';
import { describeError, isAbort } from '../problem.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { findKept } from './findKept.ts';
import type { KeptResults } from './keptResults.ts';

/** What a sweep computes: every sequence at every CRF. */
export interface SweepPlan {
  readonly sources: readonly SequenceSource[];
  readonly crfs: readonly number[];
  /** The other settings; its CRF does not matter. */
  readonly configuration: ExperimentConfiguration;
}

export interface SweepPoint {
  readonly sequence: string;
  readonly crf: number;
  /** `kept`: an earlier visit or run had computed it. */
  readonly status: 'waiting' | 'running' | 'done' | 'kept' | 'failed';
  readonly problem: string | null;
}

interface SweepState {
  readonly status: 'idle' | 'running' | 'stopped' | 'done';
  readonly points: readonly SweepPoint[];
  /** Frames done of the point under way, all columns together. */
  readonly progress: { readonly done: number; readonly total: number };
}

const IDLE: SweepState = { status: 'idle', points: [], progress: { done: 0, total: 0 } };

/**
 * Computes the points of rate curves in the background, on workers of its own, while the screen's
 * experiment stays as it is. Each point is kept as soon as it is done: a sweep that is stopped, or
 * whose page is closed, goes on where it was when it is started again.
 */
export class Sweep {
  readonly store = createStore<SweepState>(() => IDLE);
  private abort: AbortController | null = null;
  private finished: Promise<void> = Promise.resolve();

  constructor(
    private readonly createWorkers: () => Workers,
    private readonly kept: KeptResults,
  ) {}

  /**
   * Starts, or goes on with, a plan; what it has computed before is not computed again. A sweep under
   * way is stopped first.
   */
  async start(plan: SweepPlan): Promise<void> {
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    const previous = this.finished.catch(() => {});
    this.finished = previous.then(async () => {
      if (!abort.signal.aborted) await this.run(plan, abort.signal);
    });
    await this.finished;
  }

  /** Stops at once; points that are done stay kept. */
  async stop(): Promise<void> {
    this.abort?.abort();
    await this.finished;
  }

  private async run({ sources, crfs, configuration }: SweepPlan, signal: AbortSignal) {
    const points = sources.flatMap(({ name }) =>
      crfs.map((crf): SweepPoint => ({ sequence: name, crf, status: 'waiting', problem: null })),
    );
    this.store.setState({ ...IDLE, status: 'running', points });
    const workers = this.createWorkers();
    const experiment = new Experiment(workers);
    const cancel = () => void experiment.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    experiment.store.subscribe((state) => this.store.setState({ progress: progressOf(state) }));
    try {
      await this.kept.load();
      // A sequence's CRFs in a row: VOS on its originals is then done once.
      for (const source of sources) {
        for (const crf of crfs) {
          if (signal.aborted) break;
          await this.runPoint(
            experiment,
            source,
            { ...configuration, crf, targetBpp: null },
            signal,
          );
        }
      }
      this.store.setState({ status: signal.aborted ? 'stopped' : 'done' });
    } finally {
      signal.removeEventListener('abort', cancel);
      for (const worker of Object.values(workers)) worker.terminate();
    }
  }

  private async runPoint(
    experiment: Experiment,
    source: SequenceSource,
    configuration: ExperimentConfiguration,
    signal: AbortSignal,
  ): Promise<void> {
    const change = (to: Partial<SweepPoint>) =>
      this.changePoint(source.name, configuration.crf, to);
    change({ status: 'running' });
    try {
      const { networks } = experiment.workers;
      if (await findKept(this.kept, source, configuration, networks, signal)) {
        change({ status: 'kept' });
        return;
      }
      await experiment.start(source, configuration);
      const { result, experiment: state } = experiment.store.getState();
      // Where a column failed the others are still worth keeping.
      if (result) await this.kept.add([result]);
      if (signal.aborted) {
        change({ status: 'waiting' });
      } else if (result && state.status === 'done') {
        change({ status: 'done' });
      } else {
        change({ status: 'failed', problem: state.problem ?? `It was ${state.status}.` });
      }
    } catch (error) {
      // One point that fails leaves the others to be done.
      change(
        isAbort(error)
          ? { status: 'waiting' }
          : { status: 'failed', problem: describeError(error) },
      );
    }
  }

  private changePoint(sequence: string, crf: number, change: Partial<SweepPoint>): void {
    this.store.setState(({ points }) => ({
      points: points.map((point) =>
        point.sequence === sequence && point.crf === crf ? { ...point, ...change } : point,
      ),
    }));
  }
}

function progressOf({
  experiment: { columns, frameCount },
  configuration,
}: ReturnType<Experiment['store']['getState']>): SweepState['progress'] {
  const done = configuration.columns.reduce((sum, name) => sum + columns[name].mapsReady, 0);
  return { done, total: configuration.columns.length * frameCount };
}
