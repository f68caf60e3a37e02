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
 * Makes frame `index` of a column: its label map and, where the pictures are not there yet, its
 * picture.
 *
 * @returns the seconds of each part
 */
export type FillFrame = (index: number, workers: Workers) => Promise<Partial<ColumnSeconds>>;

interface FilledColumnOptions {
  readonly name: ComputedColumn;
  readonly sequence: OpenSequence;
  readonly frames: Frames;
  /** True where `fill` makes the pictures too; else all of them exist. */
  readonly makesFrames?: boolean;
  /** Takes the label maps. */
  readonly maps: LabelMaps;
  readonly fill: FillFrame;
  /** What remembers between frames, to be freed; null where nothing does. */
  readonly vos: ColumnVos | null;
  readonly provider: ExecutionProvider;
  /** What must be known to read its figures, a sentence each. */
  readonly notes?: readonly string[];
}

/** A column that VOS fills, of pictures that exist. */
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

/** Label maps for VOS: the first is the sequence's own, with void as background. */
export function mapsFromFirst({ truth }: OpenSequence, frames: Frames): LabelMaps {
  const maps = allocateLabelMaps(frames.size, frames.count);
  labelMap(maps, 0).set(labelMap(truth.maps, 0).map((id) => (id === VOID_ID ? 0 : id)));
  return maps;
}

/**
 * One column, filled frame by frame, with the scores of what it made. It can be left after any frame
 * and taken up again, which is how the column of the originals survives a new CRF, and x265's
 * another import: nothing in them depends on it.
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
  /** Resolves when the last frame is made, rejects when one fails. */
  readonly ended: Promise<void>;
  private end: { resolve: () => void; reject: (error: unknown) => void } | null = null;
  /** The column as the screen shows it, kept so that a later experiment can show it again. */
  private state: ColumnState;
  /** That of the experiment which has the column now; a score may arrive after a change of hands. */
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
    // Whoever waits for it is told; most columns nobody waits for.
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

  /** Frames made so far. */
  get done(): number {
    return this.nextFrame;
  }

  /** What was spent on it so far. */
  get seconds(): ColumnSeconds {
    return this.state.seconds;
  }

  get finished(): boolean {
    return this.nextFrame >= this.frames.count;
  }

  /** False once a frame has failed: the network's memory of the run is then not to be relied on. */
  get usable(): boolean {
    return this.finished || !this.broken;
  }

  /** Shows what this column has so far in an experiment that takes it up. */
  publish(reporter: ProgressReporter): void {
    this.reporter = reporter;
    // What failed is tried again.
    this.change(() => ({ problem: null }));
    reporter.stage(this.name, this.nextFrame, this.frames.count);
    if (this.finished) reporter.endStage(this.name);
  }

  /**
   * Makes the next frame. Its scores follow by themselves, while the networks go on with the next
   * one; `settle` waits for them.
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
    // A score that fails is tried again by `settle`.
    const scoring = this.score(index, workers).catch(() => {});
    this.scoring.add(scoring);
    void scoring.then(() => this.scoring.delete(scoring));
    if (this.finished) {
      this.end?.resolve();
      await this.close(workers);
      this.reporter?.endStage(this.name);
    }
  }

  /** Waits until every frame made so far is scored. */
  async settle(workers: Workers): Promise<void> {
    await Promise.all(this.scoring);
    for (let index = 0; index < this.nextFrame; index++) {
      if (!this.scored[index]) await this.score(index, workers);
    }
  }

  /** Says on the screen why the column is incomplete. */
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

  /** The networks' worker was ended, and the run with it where it was not finished. */
  lose(): void {
    this.vos?.lose();
    if (!this.finished) this.broken = true;
  }

  /** Replaces what must be known to read the column's figures. */
  note(notes: readonly string[]): void {
    this.change(() => ({ notes }));
  }

  /** Sets what was spent before the column was filled, such as the codec's times. */
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

/** An object's scores begin after the frame in which its mask is given: NaN until then. */
function onlyVisible(
  { J, F }: FrameScore,
  { scoredIds, appearances }: OpenSequence,
  index: number,
): FrameScore {
  // The official evaluation knows no later objects: what is given in the first frame is all there is.
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
