import { createStore } from 'zustand/vanilla';
import { describeError, isAbort } from '../problem.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { DEFAULT_CONFIGURATION, type ExperimentConfiguration } from './configuration.ts';
import { type ExperimentState, IDLE_EXPERIMENT } from './experimentState.ts';
import { ProgressReporter } from './progressReporter.ts';
import { type Reusable, runExperiment } from './runExperiment.ts';
import type { Threads } from './threads.ts';

/** The configuration and the experiment that it led to. */
export interface ExperimentStore {
  readonly source: SequenceSource | null;
  readonly configuration: ExperimentConfiguration;
  readonly experiment: ExperimentState;
}

/** What the last experiment left, and what it belongs to. */
interface Kept {
  readonly source: SequenceSource;
  readonly configuration: ExperimentConfiguration;
  readonly content: Reusable;
}

/**
 * The one experiment that the page is about: starting another cancels it, waits until its last
 * network call has returned, and takes over what stays true (the sequence, VOS on the originals).
 */
export class Experiment {
  readonly store = createStore<ExperimentStore>(() => ({
    source: null,
    configuration: DEFAULT_CONFIGURATION,
    experiment: IDLE_EXPERIMENT,
  }));
  private current: { abort: AbortController; finished: Promise<void> } | null = null;
  private kept: Kept | null = null;

  constructor(private readonly threads: Threads) {}

  /**
   * Opens a sequence, or changes the configuration, and runs the experiment that follows.
   *
   * @returns when it has ended, however it ended: the store's `experiment.status` says
   */
  async start(
    source: SequenceSource,
    change: Partial<ExperimentConfiguration> = {},
  ): Promise<void> {
    const previous = this.current;
    const abort = new AbortController();
    let end = () => {};
    const finished = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.current = { abort, finished };
    const configuration = { ...this.store.getState().configuration, ...change };
    this.store.setState({ source, configuration });
    previous?.abort.abort();
    await previous?.finished;
    try {
      if (!abort.signal.aborted) await this.run(source, configuration, abort);
    } finally {
      end();
    }
  }

  /** Runs the present sequence again with a changed configuration; a change to the same does nothing. */
  async configure(change: Partial<ExperimentConfiguration>): Promise<void> {
    const { source, configuration } = this.store.getState();
    const keys = Object.keys(change) as (keyof ExperimentConfiguration)[];
    if (keys.every((key) => Object.is(change[key], configuration[key]))) return;
    if (source) await this.start(source, change);
    else this.store.setState({ configuration: { ...configuration, ...change } });
  }

  /** Stops the work under way; what is finished stays on the screen. */
  async cancel(): Promise<void> {
    this.current?.abort.abort();
    await this.current?.finished;
  }

  private async run(
    source: SequenceSource,
    configuration: ExperimentConfiguration,
    abort: AbortController,
  ): Promise<void> {
    const reporter = new ProgressReporter((update) =>
      this.store.setState((state) => ({ experiment: update(state.experiment) })),
    );
    this.store.setState({
      experiment: { ...IDLE_EXPERIMENT, status: 'running', sequenceName: source.name },
    });
    try {
      await runExperiment(
        source,
        configuration,
        this.threads,
        reporter,
        await this.takeUp(source, configuration),
        (content) => {
          this.kept = { source, configuration, content };
        },
        abort.signal,
      );
      reporter.set({ status: 'done' });
    } catch (error) {
      // What still runs for an experiment that has failed, such as its encoder, is of no use.
      abort.abort();
      reporter.stopRunning();
      reporter.set(
        isAbort(error)
          ? { status: 'cancelled' }
          : { status: 'failed', problem: describeError(error) },
      );
    } finally {
      reporter.close();
    }
  }

  /** What this experiment can take over from the last one; the rest is freed. */
  private async takeUp(
    source: SequenceSource,
    configuration: ExperimentConfiguration,
  ): Promise<Reusable | null> {
    const { kept } = this;
    if (!kept) return null;
    const { sequence, original } = kept.content;
    const sameFrames =
      kept.source === source && kept.configuration.frameLimit === configuration.frameLimit;
    // Networks that are prepared anew forget the runs that are not finished.
    const sameNetworks = kept.configuration.provider === configuration.provider;
    const keepOriginal = sameFrames && original?.usable && (original.finished || sameNetworks);
    if (!keepOriginal) await original?.close(this.threads).catch(() => {});
    if (!sameFrames) this.kept = null;
    return sameFrames ? { sequence, original: keepOriginal ? original : null } : null;
  }
}
