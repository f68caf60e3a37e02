import type { ExecutionProvider } from '../../networks/networksApi.ts';
import { describeError, isAbort } from '../../problem.ts';
import type { ColumnSeconds } from '../../results/columnSeconds.ts';
import type { ComputedColumn } from '../../results/columns.ts';
import type { FrameScore } from '../../scoring/scoringApi.ts';
import type { Frames } from '../../sequence/frames.ts';
import { allocateLabelMaps, type LabelMaps, labelMap, VOID_ID } from '../../sequence/labelMaps.ts';
import { type ColumnState, EMPTY_COLUMN } from '../experimentState.ts';
import type { ProgressReporter } from '../progressReporter.ts';
import type { Workers } from '../workers.ts';
import { ColumnVos } from './columnVos.ts';
import type { OpenSequence } from './openSequence.ts';

/**
 * Fills frame `index` of a column: its label map and, if the column makes its own frames, the
 * frame.
 *
 * @returns seconds of each part
 */
export type FillFrame = (index: number, workers: Workers) => Promise<Partial<ColumnSeconds>>;

interface FilledColumnOptions {
  readonly name: ComputedColumn;
  readonly sequence: OpenSequence;
  readonly frames: Frames;
  /** True when `fill` also writes `frames`; otherwise all frames exist already. */
  readonly makesFrames?: boolean;
  /** Output. */
  readonly maps: LabelMaps;
  readonly fill: FillFrame;
  /** The VOS run to free at the end; null if the column has none. */
  readonly vos: ColumnVos | null;
  readonly provider: ExecutionProvider;
  /** Remarks on its figures for the user, a sentence each. */
  readonly notes?: readonly string[];
}

/** A column whose frames exist and whose masks come from VOS. */
export function vosColumn(
  name: ComputedColumn,
  sequence: OpenSequence,
  frames: Frames,
  provider: ExecutionProvider,
): FilledColumn {
  const maps = mapsFromFirst(sequence, frames);
  const vos = new ColumnVos(sequence, frames, maps);
  const fill: FillFrame = async (index, workers) => ({ vos: await vos.segment(index, workers) });
  return new FilledColumn({ name, sequence, frames, maps, fill, vos, provider });
}

/** Label maps for VOS: the first is the sequence's annotation, with void as background. */
export function mapsFromFirst({ truth }: OpenSequence, frames: Frames): LabelMaps {
  const maps = allocateLabelMaps(frames.size, frames.count);
  labelMap(maps, 0).set(labelMap(truth.maps, 0).map((id) => (id === VOID_ID ? 0 : id)));
  return maps;
}

/**
 * One column, filled and scored frame by frame. Filling can stop after any frame and continue in a
 * later experiment that can reuse the column.
 */
export class FilledColumn {
  readonly name: ComputedColumn;
  readonly sequence: OpenSequence;
  readonly provider: ExecutionProvider;
  readonly maps: LabelMaps;
  private readonly frames: Frames;
  private readonly fill: FillFrame;
  private readonly vos: ColumnVos | null;
  private nextFrame = 0;
  private broken = false;
  private readonly scored: boolean[];
  private readonly scoring = new Set<Promise<void>>();
  /** Resolves after the last frame, rejects if a frame fails. */
  readonly ended: Promise<void>;
  private end: { resolve: () => void; reject: (error: unknown) => void } | null = null;
  /** The column's published state, kept so that a later experiment can publish it again. */
  private state: ColumnState;
  /**
   * The reporter of the current experiment; a score may arrive after a new experiment has started.
   */
  private reporter: ProgressReporter | null = null;

  constructor(options: FilledColumnOptions) {
    const { frames, maps } = options;
    this.name = options.name;
    this.sequence = options.sequence;
    this.frames = frames;
    this.provider = options.provider;
    this.fill = options.fill;
    this.vos = options.vos;
    this.maps = maps;
    this.scored = new Array(frames.count).fill(false);
    this.ended = new Promise((resolve, reject) => {
      this.end = { resolve, reject };
    });
    // Avoids an unhandled rejection: for most columns no code waits for `ended`.
    this.ended.catch(() => {});
    this.state = {
      ...EMPTY_COLUMN,
      frames,
      framesReady: options.makesFrames ? 0 : frames.count,
      maps,
      scores: new Array(frames.count).fill(null),
      quality: new Array(frames.count).fill(null),
      notes: options.notes ?? [],
    };
  }

  /** Number of finished frames. */
  get done(): number {
    return this.nextFrame;
  }

  /** Seconds spent so far. */
  get seconds(): ColumnSeconds {
    return this.state.seconds;
  }

  get finished(): boolean {
    return this.nextFrame >= this.frames.count;
  }

  /** False after a failed frame or a lost run: the column cannot be continued. */
  get usable(): boolean {
    return this.finished || !this.broken;
  }

  /** Publishes the column's current state in the experiment that now uses it. */
  publish(reporter: ProgressReporter): void {
    this.reporter = reporter;
    // The failed frame is tried again.
    this.change(() => ({ problem: null }));
    reporter.stage(this.name, this.nextFrame, this.frames.count);
    if (this.finished) reporter.endStage(this.name);
  }

  /**
   * Fills the next frame and starts its scoring, which runs while the networks go on with the next
   * frame; see {@link finishScoring}.
   */
  async advance(workers: Workers): Promise<void> {
    const index = this.nextFrame;
    let spent: Partial<ColumnSeconds>;
    try {
      spent = await this.fill(index, workers);
    } catch (error) {
      this.broken = true;
      if (!isAbort(error)) this.end?.reject(error);
      throw error;
    }
    this.nextFrame = index + 1;
    this.change((state) => ({
      framesReady: Math.max(state.framesReady, index + 1),
      mapsReady: index + 1,
      seconds: sumOf(state.seconds, spent),
    }));
    this.reporter?.stage(this.name, this.nextFrame, this.frames.count);
    // `finishScoring` tries a failed score again.
    const scoring = this.score(index, workers).catch(() => {});
    this.scoring.add(scoring);
    void scoring.then(() => this.scoring.delete(scoring));
    if (this.finished) {
      this.end?.resolve();
      await this.close(workers);
      this.reporter?.endStage(this.name);
    }
  }

  /** Waits until all filled frames are scored. */
  async finishScoring(workers: Workers): Promise<void> {
    await Promise.all(this.scoring);
    for (let index = 0; index < this.nextFrame; index++) {
      if (!this.scored[index]) await this.score(index, workers);
    }
  }

  /** Publishes why the column is incomplete; ignores an AbortError. */
  fail(error: unknown): void {
    if (isAbort(error)) return;
    this.change(() => ({ problem: describeError(error) }));
    this.reporter?.endStage(this.name, 'failed');
  }

  /** Frees the network's memory of this column. */
  async close(workers: Workers): Promise<void> {
    if (!this.finished) this.broken = true;
    await this.vos?.close(workers);
  }

  /** Drops an unfinished VOS run after the networks' worker was terminated. */
  dropRun(): void {
    this.vos?.dropRun();
    if (!this.finished) this.broken = true;
  }

  /** Replaces the remarks on the column's figures. */
  setNotes(notes: readonly string[]): void {
    this.change(() => ({ notes }));
  }

  /** Sets the seconds of earlier stages, such as the codec's. */
  setSeconds(spent: Partial<ColumnSeconds>): void {
    this.change(({ seconds }) => ({ seconds: { ...seconds, ...spent } }));
  }

  private async score(index: number, workers: Workers): Promise<void> {
    const { frames, maps, sequence, name } = this;
    const { truth, scoredIds } = sequence;
    const [score, quality] = await Promise.all([
      truth.annotated[index]
        ? workers.scoring.run((scoring) =>
            scoring.scoreLabelMap(truth.maps, maps, index, scoredIds),
          )
        : null,
      name === 'original'
        ? null
        : workers.scoring.run((scoring) =>
            scoring.scorePicture(
              sequence.frames,
              frames,
              truth.annotated[index] ? truth.maps : null,
              index,
            ),
          ),
    ]);
    this.scored[index] = true;
    this.change((state) => ({
      scores: state.scores.with(index, score && onlyVisible(score, sequence, index)),
      quality: state.quality.with(index, quality),
    }));
  }

  private change(change: (state: ColumnState) => Partial<ColumnState>): void {
    this.state = { ...this.state, ...change(this.state) };
    this.reporter?.column(this.name, this.state);
  }
}

/** Sets an object's scores to NaN up to the frame in which it first appears. */
function onlyVisible(
  { J, F }: FrameScore,
  { scoredIds, appearances }: OpenSequence,
  index: number,
): FrameScore {
  // In DAVIS no objects appear later, so nothing is hidden, as in the official evaluation.
  const hidden = new Set(appearances.slice(index).flat());
  if (index === 0 || hidden.size === 0) return { J, F };
  const visible = (values: readonly number[]) =>
    values.map((value, object) => (hidden.has(scoredIds[object] ?? 0) ? Number.NaN : value));
  return { J: visible(J), F: visible(F) };
}

function sumOf(seconds: ColumnSeconds, more: Partial<ColumnSeconds>): ColumnSeconds {
  const parts = Object.keys(more) as (keyof ColumnSeconds)[];
  const sums = parts.map((part) => [part, seconds[part] + (more[part] ?? 0)] as const);
  return { ...seconds, ...Object.fromEntries(sums) };
}
