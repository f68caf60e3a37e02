import { proxy } from 'comlink';
import { createStore } from 'zustand/vanilla';
import { bitsPerPixel } from '../codec/encodedVideo.ts';
import { describeError, isAbort } from '../problem.ts';
import type { SequenceResult } from '../results/resultSchema.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { collectProvenance } from './collectProvenance.ts';
import {
  changeConfiguration,
  DEFAULT_CONFIGURATION,
  type ExperimentConfiguration,
  sameConfiguration,
} from './configuration.ts';
import { type ExperimentPlan, sameFiles } from './experimentPlan.ts';
import { type ExperimentState, IDLE_EXPERIMENT } from './experimentState.ts';
import { frameCountOf } from './frameCount.ts';
import { type ExperimentMedia, NO_MEDIA } from './media.ts';
import { ProgressReporter } from './progressReporter.ts';
import { completeColumns, retitled, sequenceResult } from './result.ts';
import { runExperiment } from './runExperiment.ts';
import { readSequence } from './stages/openSequence.ts';
import { reusableStages, type StageCache } from './stages/stageCache.ts';
import { findTargetCrf, type TargetRate, type TriedRate } from './targetRate.ts';
import type { Workers } from './workers.ts';

/** The current configuration and the state of its experiment. */
export interface ExperimentStore {
  readonly source: SequenceSource | null;
  readonly configuration: ExperimentConfiguration;
  readonly media: ExperimentMedia;
  readonly experiment: ExperimentState;
  /**
   * Result of the last experiment: all requested columns, or the complete ones if it failed. Null
   * while an experiment runs, after a cancel, and if no column is complete.
   */
  readonly result: SequenceResult | null;
}

/** Changes for the next experiment; everything that is left out stays as it is. */
export interface ExperimentChange extends Partial<ExperimentConfiguration> {
  readonly media?: Partial<ExperimentMedia>;
}

const NO_PROGRESS = () => proxy(() => {});

/** Cached results of the last experiment and the plan they were computed for. */
interface CachedExperiment {
  readonly plan: ExperimentPlan;
  readonly stages: StageCache;
}

/**
 * Runs one experiment at a time. Starting another one cancels it, waits until its last network call
 * has returned, and reuses the cached results that are still valid: after a change of the CRF the
 * sequence and VOS on the originals, after a change of the import everything but its column.
 */
export class Experiment {
  readonly store = createStore<ExperimentStore>(() => ({
    source: null,
    configuration: DEFAULT_CONFIGURATION,
    media: NO_MEDIA,
    experiment: IDLE_EXPERIMENT,
    result: null,
  }));
  private current: { abort: AbortController; finished: Promise<void> } | null = null;
  private cached: CachedExperiment | null = null;

  constructor(readonly workers: Workers) {}

  /**
   * Opens a sequence or changes the configuration, and runs the experiment. User-supplied files
   * belong to their sequence: another sequence starts without them. If nothing changed, a finished
   * experiment is recomputed and an unfinished one is continued.
   *
   * @returns when the experiment has ended; the store's `experiment.status` has the outcome
   */
  async start(source: SequenceSource, change: ExperimentChange = {}): Promise<void> {
    const { experiment } = this.store.getState();
    const recompute = experiment.status === 'done' && Object.keys(change).length === 0;
    const plan = this.planFor(source, change);
    this.store.setState({ ...plan, result: null });
    await this.runExclusively((abort) => this.run(plan, recompute, abort));
  }

  /**
   * Finds the CRF whose rate is nearest to `targetBpp`, by encoding only. Cancels the running
   * experiment; its state in the store does not change otherwise.
   *
   * @param onTried called after each encoding
   * @returns null if it was cancelled
   * @throws Problem when the sequence cannot be read or encoded
   */
  async findCrf(
    source: SequenceSource,
    targetBpp: number,
    onTried: (tried: TriedRate) => void = () => {},
  ): Promise<TargetRate | null> {
    const plan = this.planFor(source, {});
    const { configuration } = plan;
    return this.runExclusively(async ({ signal }) => {
      const { codec } = this.workers;
      const reporter = new ProgressReporter(() => {});
      const frameCount = frameCountOf(source, configuration);
      const stages = (await this.takeCached(plan)) ?? {
        sequence: await readSequence(source, frameCount, this.workers, reporter, signal),
        compressed: null,
        masks: null,
        imported: null,
        columns: [],
      };
      this.cached = { plan, stages };
      const { frames } = stages.sequence;
      return findTargetCrf(targetBpp, async (crf) => {
        const settings = { crf, keyint: configuration.keyint };
        const video = await codec.run((api) => api.encode(frames, settings, NO_PROGRESS()), signal);
        const bpp = bitsPerPixel(video);
        onTried({ crf, bpp });
        return bpp;
      });
    });
  }

  /**
   * Runs the open sequence with a changed configuration. Does nothing if all values are the same.
   */
  async configure(change: ExperimentChange): Promise<void> {
    const { source, configuration, media } = this.store.getState();
    if (!source) {
      const { media: _, ...settings } = change;
      this.store.setState({ configuration: changeConfiguration(configuration, settings, false) });
      return;
    }
    const plan = this.planFor(source, change);
    const sameFigures =
      sameConfiguration(configuration, plan.configuration) &&
      sameFiles({ source, configuration, media }, plan);
    if (!sameFigures) await this.start(source, change);
    else this.retitle(plan.media);
  }

  /**
   * Runs the open sequence again without cached results, after weights were replaced or deleted.
   */
  async restart(): Promise<void> {
    const { source } = this.store.getState();
    await this.cancel();
    this.cached = null;
    if (source) await this.start(source);
  }

  /** Stops the running experiment; finished frames stay in the store. */
  async cancel(): Promise<void> {
    this.current?.abort.abort();
    await this.current?.finished;
  }

  /** Applies a new title of the import without computing anything or interrupting an experiment. */
  private retitle(media: ExperimentMedia): void {
    const importedTitle = media.imported?.title ?? null;
    if (importedTitle === this.store.getState().experiment.importedTitle) return;
    this.store.setState(({ experiment, result }) => ({
      media,
      experiment: { ...experiment, importedTitle },
      result: result && importedTitle !== null ? retitled(result, importedTitle) : result,
    }));
  }

  /** The plan after a change; another sequence starts without the user-supplied files. */
  private planFor(source: SequenceSource, change: ExperimentChange): ExperimentPlan {
    const { media: mediaChange, ...settings } = change;
    const { source: open, configuration, media } = this.store.getState();
    const isOpen = source === open;
    return {
      source,
      configuration: changeConfiguration(configuration, settings, isOpen),
      media: { ...(isOpen ? media : NO_MEDIA), ...mediaChange },
    };
  }

  /**
   * Cancels the running work, waits for its end and then does `work`.
   *
   * @returns null if `work` was cancelled or replaced by a later call
   */
  private async runExclusively<T>(work: (abort: AbortController) => Promise<T>): Promise<T | null> {
    const previous = this.current;
    const abort = new AbortController();
    let end = () => {};
    const finished = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.current = { abort, finished };
    previous?.abort.abort();
    await previous?.finished;
    try {
      return abort.signal.aborted ? null : await work(abort);
    } catch (error) {
      if (isAbort(error)) return null;
      throw error;
    } finally {
      end();
    }
  }

  private async run(
    plan: ExperimentPlan,
    recompute: boolean,
    abort: AbortController,
  ): Promise<void> {
    const { source, configuration, media } = plan;
    const { signal } = abort;
    const reporter = new ProgressReporter((update) =>
      this.store.setState((state) => ({ experiment: update(state.experiment) })),
    );
    this.store.setState(({ media: { imported } }) => ({
      experiment: {
        ...IDLE_EXPERIMENT,
        status: 'running',
        sequenceName: source.name,
        importedTitle: imported?.title ?? null,
      },
    }));
    let problem: string | null = null;
    try {
      let provenance: ReturnType<typeof collectProvenance> | undefined;
      const startProvenance = () => {
        provenance ??= collectProvenance(source, configuration, media, this.workers, signal);
        provenance.catch(() => {});
        return provenance;
      };
      const [failure] = await runExperiment(
        plan,
        this.workers,
        reporter,
        await this.takeCached(plan, recompute),
        (stages) => {
          if (signal.aborted) return;
          this.cached = { plan, stages };
          void startProvenance();
        },
        signal,
      );
      if (failure !== undefined) problem = describeError(failure);
      const { experiment } = this.store.getState();
      if (problem === null || completeColumns(experiment, configuration).length > 0) {
        const complete = await startProvenance();
        signal.throwIfAborted();
        const { experiment: ended } = this.store.getState();
        const completed = await complete(ended);
        signal.throwIfAborted();
        this.store.setState({ result: sequenceResult(ended, configuration, completed) });
      }
      reporter.set({ status: problem === null ? 'done' : 'failed', problem });
    } catch (error) {
      reporter.stopRunning();
      reporter.set(
        isAbort(error)
          ? { status: 'cancelled' }
          : { status: 'failed', problem: problem ?? describeError(error) },
      );
    } finally {
      // Stops what still runs after a failure, such as the encoder.
      abort.abort();
      reporter.close();
    }
  }

  /**
   * Returns the cached results that this plan can reuse, and frees the others.
   *
   * @param recompute true to reuse only what was read from files
   */
  private async takeCached(plan: ExperimentPlan, recompute = false): Promise<StageCache | null> {
    const { cached } = this;
    if (!cached) return null;
    const valid = reusableStages(cached.stages, cached.plan, plan);
    const stages =
      valid && recompute ? { ...valid, compressed: null, masks: null, columns: [] } : valid;
    this.cached = stages && { plan, stages };
    for (const column of cached.stages.columns) {
      if (!stages?.columns.includes(column)) await column.close(this.workers).catch(() => {});
    }
    return stages;
  }
}
