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
import { retitled, sequenceResult, wholeColumns } from './result.ts';
import { runExperiment } from './runExperiment.ts';
import { readSequence } from './stages/openSequence.ts';
import { type StageCache, validFor } from './stages/stageCache.ts';
import { findTargetCrf, type TargetRate, type TriedRate } from './targetRate.ts';
import type { Workers } from './workers.ts';

/** The configuration and the experiment that it led to. */
export interface ExperimentStore {
  readonly source: SequenceSource | null;
  readonly configuration: ExperimentConfiguration;
  readonly media: ExperimentMedia;
  readonly experiment: ExperimentState;
  /**
   * What the last experiment gave once it had ended: all that was asked for, or the whole columns of
   * one that failed. Null while one runs, where it was cancelled, and where no column is whole.
   */
  readonly result: SequenceResult | null;
}

/** What is to be run: all of it may be left as it was. */
export interface ExperimentChange extends Partial<ExperimentConfiguration> {
  readonly media?: Partial<ExperimentMedia>;
}

/** Only the encodings themselves are told of. */
const NO_PROGRESS = () => proxy(() => {});

/** What the last experiment left, and what it belongs to. */
interface Kept {
  readonly plan: ExperimentPlan;
  readonly content: StageCache;
}

/**
 * One experiment at a time: starting another cancels it, waits until its last network call has
 * returned, and takes over what stays true: of a new CRF the sequence and VOS on the originals, of
 * another import all but its column.
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
  private kept: Kept | null = null;

  constructor(readonly workers: Workers) {}

  /**
   * Opens a sequence, or changes the configuration, and runs the experiment that follows. Imported
   * files belong to their sequence: another one starts without. Without any change an experiment
   * that is done is computed anew, and one that is not goes on.
   *
   * @returns when it has ended, however it ended: the store's `experiment.status` says
   */
  async start(source: SequenceSource, change: ExperimentChange = {}): Promise<void> {
    const { experiment } = this.store.getState();
    const anew = experiment.status === 'done' && Object.keys(change).length === 0;
    const plan = this.changed(source, change);
    this.store.setState({ ...plan, result: null });
    await this.alone((abort) => this.run(plan, anew, abort));
  }

  /**
   * Looks for the CRF whose rate is nearest to `targetBpp`, by encoding alone. The experiment under
   * way is cancelled; nothing on the screen changes but the reading of the sequence.
   *
   * @param onTried told of each encoding
   * @returns null when it was cancelled
   * @throws Problem when the sequence cannot be read or encoded
   */
  async findCrf(
    source: SequenceSource,
    targetBpp: number,
    onTried: (tried: TriedRate) => void = () => {},
  ): Promise<TargetRate | null> {
    const plan = this.changed(source, {});
    const { configuration } = plan;
    return this.alone(async ({ signal }) => {
      const { codec } = this.workers;
      const reporter = new ProgressReporter(() => {});
      const frameCount = frameCountOf(source, configuration);
      const content = (await this.takeCached(plan)) ?? {
        sequence: await readSequence(source, frameCount, this.workers, reporter, signal),
        compressed: null,
        masks: null,
        imported: null,
        columns: [],
      };
      this.kept = { plan, content };
      const { frames } = content.sequence;
      return findTargetCrf(targetBpp, async (crf) => {
        const settings = { crf, keyint: configuration.keyint };
        const video = await codec.run((api) => api.encode(frames, settings, NO_PROGRESS()), signal);
        const bpp = bitsPerPixel(video);
        onTried({ crf, bpp });
        return bpp;
      });
    });
  }

  /** Runs the present sequence again with a changed configuration; a change to the same does nothing. */
  async configure(change: ExperimentChange): Promise<void> {
    const { source, configuration, media } = this.store.getState();
    if (!source) {
      const { media: _, ...settings } = change;
      this.store.setState({ configuration: changeConfiguration(configuration, settings, false) });
      return;
    }
    const plan = this.changed(source, change);
    const sameFigures =
      sameConfiguration(configuration, plan.configuration) &&
      sameFiles({ source, configuration, media }, plan);
    if (!sameFigures) await this.start(source, change);
    else this.retitle(plan.media);
  }

  /** Runs the present sequence anew: all that was left was computed with weights that are gone. */
  async restart(): Promise<void> {
    const { source } = this.store.getState();
    await this.cancel();
    this.kept = null;
    if (source) await this.start(source);
  }

  /** Stops the work under way; what is finished stays on the screen. */
  async cancel(): Promise<void> {
    this.current?.abort.abort();
    await this.current?.finished;
  }

  /** Another title of the import computes nothing; the experiment under way goes on. */
  private retitle(media: ExperimentMedia): void {
    const importedTitle = media.imported?.title ?? null;
    if (importedTitle === this.store.getState().experiment.importedTitle) return;
    this.store.setState(({ experiment, result }) => ({
      media,
      experiment: { ...experiment, importedTitle },
      result: result && importedTitle !== null ? retitled(result, importedTitle) : result,
    }));
  }

  /** What is open, changed; of another sequence without the files of this one. */
  private changed(source: SequenceSource, change: ExperimentChange): ExperimentPlan {
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
   * Cancels what is under way, waits for its end and then does `work`.
   *
   * @returns null where a later call was faster or `work` was cancelled
   */
  private async alone<T>(work: (abort: AbortController) => Promise<T>): Promise<T | null> {
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

  private async run(plan: ExperimentPlan, anew: boolean, abort: AbortController): Promise<void> {
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
        await this.takeCached(plan, anew),
        (content) => {
          if (signal.aborted) return;
          this.kept = { plan, content };
          void startProvenance();
        },
        signal,
      );
      if (failure !== undefined) problem = describeError(failure);
      const { experiment } = this.store.getState();
      if (problem === null || wholeColumns(experiment, configuration).length > 0) {
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
      // What still runs for an experiment that has failed, such as its encoder, is of no use.
      abort.abort();
      reporter.close();
    }
  }

  /**
   * What an experiment by this plan can take over from the last one; the rest is freed.
   *
   * @param anew true where it is to be computed again: then only what was read is taken over
   */
  private async takeCached(plan: ExperimentPlan, anew = false): Promise<StageCache | null> {
    const { kept } = this;
    if (!kept) return null;
    const same = validFor(kept.content, kept.plan, plan);
    const content = same && anew ? { ...same, compressed: null, masks: null, columns: [] } : same;
    this.kept = content && { plan, content };
    for (const column of kept.content.columns) {
      if (!content?.columns.includes(column)) await column.close(this.workers).catch(() => {});
    }
    return content;
  }
}
