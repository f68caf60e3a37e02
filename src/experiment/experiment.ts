import { proxy } from 'comlink';
import { createStore } from 'zustand/vanilla';
import { bitsPerPixel } from '../codec/encodedVideo.ts';
import { describeError, isAbort } from '../problem.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { DEFAULT_CONFIGURATION, type ExperimentConfiguration } from './configuration.ts';
import { type ExperimentState, IDLE_EXPERIMENT } from './experimentState.ts';
import { frameCountOf } from './frameCount.ts';
import { type ExperimentMedia, NO_MEDIA } from './media.ts';
import { readSequence } from './openSequence.ts';
import { ProgressReporter } from './progressReporter.ts';
import { makeProvenance } from './provenance.ts';
import { type SequenceResult, sequenceResult } from './result.ts';
import { type Reusable, runExperiment } from './runExperiment.ts';
import { findTargetCrf, type TargetRate, type TriedRate } from './targetRate.ts';
import type { Threads } from './threads.ts';

/** The configuration and the experiment that it led to. */
export interface ExperimentStore {
  readonly source: SequenceSource | null;
  readonly configuration: ExperimentConfiguration;
  readonly media: ExperimentMedia;
  readonly experiment: ExperimentState;
  /** What the last experiment gave once it was done; null while one runs or after one that failed. */
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
  readonly source: SequenceSource;
  readonly configuration: ExperimentConfiguration;
  readonly content: Reusable;
}

/**
 * One experiment at a time: starting another cancels it, waits until its last network call has
 * returned, and takes over what stays true (the sequence, VOS on the originals).
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

  constructor(readonly threads: Threads) {}

  /**
   * Opens a sequence, or changes the configuration, and runs the experiment that follows. Imported
   * files belong to their sequence: another one starts without.
   *
   * @returns when it has ended, however it ended: the store's `experiment.status` says
   */
  async start(source: SequenceSource, change: ExperimentChange = {}): Promise<void> {
    const before = this.store.getState();
    const { media: mediaChange, ...configurationChange } = change;
    const configuration = { ...before.configuration, ...configurationChange };
    const media = { ...(source === before.source ? before.media : NO_MEDIA), ...mediaChange };
    this.store.setState({ source, configuration, media, result: null });
    await this.alone((abort) => this.run(source, configuration, media, abort));
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
    const { configuration } = this.store.getState();
    return this.alone(async ({ signal }) => {
      const { codec } = this.threads;
      const reporter = new ProgressReporter(() => {});
      const frameCount = frameCountOf(source, configuration);
      const reusable = await this.takeUp(source, configuration);
      const { frames } =
        reusable?.sequence ??
        (await readSequence(source, frameCount, this.threads, reporter, signal));
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
    const { source, configuration } = this.store.getState();
    const { media, ...settings } = change;
    const keys = Object.keys(settings) as (keyof ExperimentConfiguration)[];
    if (!media && keys.every((key) => Object.is(settings[key], configuration[key]))) return;
    if (source) await this.start(source, change);
    else this.store.setState({ configuration: { ...configuration, ...settings } });
  }

  /** Stops the work under way; what is finished stays on the screen. */
  async cancel(): Promise<void> {
    this.current?.abort.abort();
    await this.current?.finished;
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

  private async run(
    source: SequenceSource,
    configuration: ExperimentConfiguration,
    media: ExperimentMedia,
    abort: AbortController,
  ): Promise<void> {
    const reporter = new ProgressReporter((update) =>
      this.store.setState((state) => ({ experiment: update(state.experiment) })),
    );
    this.store.setState({
      experiment: { ...IDLE_EXPERIMENT, status: 'running', sequenceName: source.name },
    });
    try {
      const provenance = makeProvenance(source, configuration, media, this.threads);
      provenance.catch(() => {});
      await runExperiment(
        { source, configuration, media },
        this.threads,
        reporter,
        await this.takeUp(source, configuration),
        (content) => {
          this.kept = { source, configuration, content };
        },
        abort.signal,
      );
      const { experiment } = this.store.getState();
      const result = sequenceResult(experiment, configuration, (await provenance)(experiment));
      abort.signal.throwIfAborted();
      reporter.set({ status: 'done' });
      this.store.setState({ result });
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
    const same = (key: keyof ExperimentConfiguration) =>
      Object.is(kept.configuration[key], configuration[key]);
    const sameFrames = kept.source === source && same('frameLimit');
    // Networks that are prepared anew forget the runs that are not finished.
    const keepOriginal =
      sameFrames && same('network') && original?.usable && (original.finished || same('provider'));
    if (!keepOriginal) await original?.close(this.threads).catch(() => {});
    if (!sameFrames) this.kept = null;
    return sameFrames ? { sequence, original: keepOriginal ? original : null } : null;
  }
}
