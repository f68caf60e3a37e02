import { createStore } from 'zustand/vanilla';
import type { ExperimentConfiguration } from '../experiment/configuration.ts';
import { Experiment } from '../experiment/experiment.ts';
import { experimentProgress } from '../experiment/experimentProgress.ts';
import type { Workers } from '../experiment/workers.ts';
import { describeError, isAbort } from '../problem.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { columnsAtCrf } from './columnsAtCrf.ts';
import { findKept } from './findKept.ts';
import type { KeptResults } from './keptResults.ts';

/** A sweep computes every sequence at every CRF. */
export interface SweepPlan {
  readonly sources: readonly SequenceSource[];
  readonly crfs: readonly number[];
  /** The other settings; every encoded column gets the CRF of the point. */
  readonly configuration: ExperimentConfiguration;
}

export interface SweepPoint {
  readonly sequence: string;
  readonly crf: number;
  /** `kept`: a kept result exists already. */
  readonly status: 'waiting' | 'running' | 'done' | 'kept' | 'failed';
  readonly problem: string | null;
}

interface SweepState {
  readonly status: 'idle' | 'running' | 'stopped' | 'done';
  readonly points: readonly SweepPoint[];
  /** Finished frames of the running point, summed over all columns. */
  readonly progress: { readonly done: number; readonly total: number };
}

const IDLE: SweepState = { status: 'idle', points: [], progress: { done: 0, total: 0 } };

/**
 * Computes the points of rate curves in the background, in separate workers and independent of the
 * screen's experiment. Each point is kept as soon as it is done, so that a sweep can be stopped, or
 * its page closed, and continued later.
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
   * Starts or continues a plan; points with kept results are not computed again. A running sweep is
   * stopped first.
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

  /** Stops at once. Finished points are kept. */
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
    experiment.store.subscribe((state) =>
      this.store.setState({ progress: experimentProgress(state.experiment) }),
    );
    try {
      await this.kept.load();
      // All CRFs of a sequence in a row, so that VOS on the originals runs once.
      for (const source of sources) {
        for (const crf of crfs) {
          if (signal.aborted) break;
          const columns = columnsAtCrf(configuration.columns, crf);
          await this.runPoint(experiment, source, crf, { ...configuration, columns }, signal);
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
    crf: number,
    configuration: ExperimentConfiguration,
    signal: AbortSignal,
  ): Promise<void> {
    const change = (to: Partial<SweepPoint>) => this.changePoint(source.name, crf, to);
    change({ status: 'running' });
    try {
      const { networks } = experiment.workers;
      if (await findKept(this.kept, source, configuration, networks, signal)) {
        change({ status: 'kept' });
        return;
      }
      await experiment.start(source, configuration);
      const { result, experiment: state } = experiment.store.getState();
      // If a column failed, the others are still kept.
      if (result) await this.kept.add([result]);
      if (signal.aborted) {
        change({ status: 'waiting' });
      } else if (result && state.status === 'done') {
        change({ status: 'done' });
      } else {
        change({ status: 'failed', problem: state.problem ?? `It was ${state.status}.` });
      }
    } catch (error) {
      // A failed point does not stop the others.
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
