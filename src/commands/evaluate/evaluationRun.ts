import { isAbort } from '../../problem.ts';
import { formatColumn } from '../../results/columnList.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import type { EvaluateOptions } from './evaluateOptions.ts';
import type { EvaluationPage } from './evaluationPage.ts';
import type { EvaluationRecord } from './evaluationRecord.ts';
import { experimentTitle, networksOf, type PlannedExperiment } from './experiments.ts';
import type { MasksFolder } from './masksFolder.ts';
import type { ProgressLine } from './progressLine.ts';
import type { RunsFolder } from './runsFolder.ts';
import { durationText, TimeEstimate, type Work } from './timeEstimate.ts';

/** Interval of progress updates, in milliseconds. */
const PROGRESS_INTERVAL = 2_000;

export interface EvaluationParts {
  readonly page: Pick<EvaluationPage, 'run' | 'runFile' | 'masks' | 'part' | 'renew'>;
  readonly options: EvaluateOptions;
  /** All experiments of the evaluation, in order. */
  readonly experiments: readonly PlannedExperiment[];
  /** The experiments that are still to be run, in order. */
  readonly waiting: readonly PlannedExperiment[];
  /** Number of frames of each sequence, if known. */
  readonly frames: ReadonlyMap<string, number>;
  /** Warnings of sequences, a sentence each. */
  readonly warnings: ReadonlyMap<string, readonly string[]>;
  /** Earlier results; new ones are added. */
  readonly record: EvaluationRecord;
  /** Folder for runs; null to write none. */
  readonly runs: RunsFolder | null;
  /** Folder for masks; null to write none. */
  readonly masks: MasksFolder | null;
  readonly line: ProgressLine;
  /** Called whenever the record has changed. */
  readonly save: () => Promise<void>;
}

/** Runs the experiments of an evaluation one after the other. Failed ones do not stop it. */
export class EvaluationRun {
  private readonly estimate = new TimeEstimate();
  private finished = 0;
  private finishedFrames = 0;
  /** The last experiment on the page, whose masks of the originals can be reused. */
  private last: PlannedExperiment | null = null;

  private readonly warned = new Set<string>();

  constructor(private readonly parts: EvaluationParts) {}

  /**
   * Runs the waiting experiments.
   *
   * @throws the AbortError of the page's signal; Problem when the file cannot be written
   */
  async run(): Promise<void> {
    const { experiments, waiting, save } = this.parts;
    const done = experiments.filter((experiment) => !waiting.includes(experiment));
    this.finished = done.length;
    this.finishedFrames = done.reduce((sum, experiment) => sum + this.framesOf(experiment), 0);
    for (const [index, experiment] of waiting.entries()) {
      await this.runOne(experiment, waiting.slice(index + 1));
      this.finished += 1;
      this.finishedFrames += this.framesOf(experiment);
      await save();
    }
  }

  private async runOne(
    experiment: PlannedExperiment,
    waiting: readonly PlannedExperiment[],
  ): Promise<void> {
    this.warnOfSequence(experiment.name);
    const work = this.work(experiment, this.last);
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    const timer = setInterval(async () => {
      const part = await this.parts.page.part();
      if (part !== null) this.show(experiment, work, part, seconds(), waiting);
    }, PROGRESS_INTERVAL);
    try {
      const { memoryFrames, provider, frames } = this.parts.options;
      const settings = { memoryFrames, provider, frameLimit: frames };
      const result = await this.parts.page.run(experiment.name, experiment.columns, settings);
      this.warnOfOtherProvider(experiment, result);
      this.parts.record.succeed(experiment, result);
      // The result is kept even if the masks cannot be written.
      await this.saveMasks(result);
      await this.parts.runs?.save(experiment, await this.parts.page.runFile());
      this.estimate.add({ ...work, frames: result.frames }, seconds());
      this.last = experiment;
      this.parts.line.print(summary(experiment, result));
    } catch (error) {
      if (isAbort(error)) throw error;
      const problem = error instanceof Error ? error.message : String(error);
      this.parts.record.fail(experiment, problem);
      this.parts.line.print(`${this.failureTitle(experiment)}: FAILED. ${problem}`);
      // The page may be in any state: the next experiment gets a new one.
      await this.parts.page.renew();
      this.last = null;
    } finally {
      clearInterval(timer);
    }
  }

  private async saveMasks(result: SequenceResult): Promise<void> {
    const { masks, page } = this.parts;
    if (!masks) return;
    for (const [index, column] of result.columns.entries()) {
      await masks.save(result, column, await page.masks(index));
    }
  }

  /** Prints the warnings once, even if the sequence has several experiments. */
  private warnOfSequence(name: string): void {
    const { warnings, line } = this.parts;
    if (this.warned.has(name)) return;
    this.warned.add(name);
    for (const warning of warnings.get(name) ?? []) line.print(`${name}: ${warning}`);
  }

  /** The provider can change when a GPU is lost or when another machine continues the file. */
  private warnOfOtherProvider(experiment: PlannedExperiment, result: SequenceResult): void {
    const before = this.parts.record.sequences.map(providerOf);
    const provider = providerOf(result);
    if (before.length === 0 || before.includes(provider)) return;
    this.parts.line.print(
      `${experimentTitle(experiment)} ran on ${provider}, the others on ${before[0]}: ` +
        'scores may differ slightly, and times a lot. Set --ep to use the same provider for all.',
    );
  }

  private work(experiment: PlannedExperiment, before: PlannedExperiment | null | undefined): Work {
    const sameMasks =
      before?.name === experiment.name &&
      networksOf(before).join() === networksOf(experiment).join();
    return { frames: this.framesOf(experiment), kind: sameMasks ? 'reused' : 'fresh' };
  }

  private framesOf({ name }: PlannedExperiment): number {
    const all = this.parts.frames.get(name) ?? 0;
    return Math.min(all, this.parts.options.frames ?? all);
  }

  /** With one experiment per sequence, the name of the sequence is enough. */
  private failureTitle(experiment: PlannedExperiment): string {
    const single = this.parts.options.columnLists.length === 1;
    return single ? experiment.name : experimentTitle(experiment);
  }

  private show(
    experiment: PlannedExperiment,
    work: Work,
    part: number,
    seconds: number,
    waiting: readonly PlannedExperiment[],
  ): void {
    const works = waiting.map((next, index) =>
      this.work(next, index === 0 ? experiment : waiting[index - 1]),
    );
    const left = this.estimate.secondsLeft(works, { ...work, part, seconds });
    const total = this.parts.experiments.reduce((sum, other) => sum + this.framesOf(other), 0);
    const done = this.finishedFrames + Math.floor(part * work.frames);
    const parts = [
      `${this.finished} of ${this.parts.experiments.length} experiments`,
      `${done} of ${total} frames`,
      ...(left === null ? [] : [`about ${durationText(left)} left`]),
    ];
    const current = `${experimentTitle(experiment)} ${Math.floor(part * 100)} %`;
    this.parts.line.update(`${parts.join(', ')}; ${current}`);
  }
}

function providerOf({ columns }: SequenceResult): string | undefined {
  return columns[0]?.provider;
}

function summary(experiment: PlannedExperiment, { frames, columns }: SequenceResult): string {
  const parts = columns.map(({ spec, JF, bpp, psnrY }) => {
    const bits = bpp ? ` at ${bpp.total.toFixed(4)} bpp` : '';
    const psnr = psnrY === null ? '' : `, ${psnrY.toFixed(2)} dB`;
    // With only the first frame annotated there are no scores, but bits and picture quality.
    const score = Number.isNaN(JF) ? 'not scored' : `J&F ${JF.toFixed(3)}`;
    return `${formatColumn(spec)} ${score}${bits}${psnr}`;
  });
  return `${experiment.name}, ${frames} frames: ${parts.join('; ')}`;
}
