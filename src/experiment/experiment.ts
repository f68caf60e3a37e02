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
  private reusable: { key: string; source: SequenceSource; content: Reusable } | null = null;

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
      if (!abort.signal.aborted) await this.run(source, configuration, abort.signal);
    } finally {
      end();
    }
  }

  /** Runs the present sequence again with a changed configuration; nothing without a sequence. */
  async configure(change: Partial<ExperimentConfiguration>): Promise<void> {
    const { source, configuration } = this.store.getState();
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
    signal: AbortSignal,
  ): Promise<void> {
    const reporter = new ProgressReporter((update) =>
      this.store.setState((state) => ({ experiment: update(state.experiment) })),
    );
    this.store.setState({
      experiment: { ...IDLE_EXPERIMENT, status: 'running', sequenceName: source.name },
    });
    const key = `${configuration.frameLimit} ${configuration.provider}`;
    const kept = this.reusable?.source === source && this.reusable.key === key;
    try {
      await runExperiment(
        source,
        configuration,
        this.threads,
        reporter,
        kept ? (this.reusable?.content ?? null) : null,
        (content) => {
          this.reusable = { key, source, content };
        },
        signal,
      );
      reporter.set({ status: 'done' });
    } catch (error) {
      if (isAbort(error)) {
        reporter.set({ status: 'cancelled' });
      } else {
        // A network that failed cannot be taken up again in the middle.
        const original = this.reusable?.content.original;
        if (this.reusable && original && !original.finished) {
          this.reusable = {
            ...this.reusable,
            content: { ...this.reusable.content, original: null },
          };
        }
        reporter.set({ status: 'failed', problem: describeError(error) });
      }
    } finally {
      reporter.close();
    }
  }
}
