import type { ExecutionProvider } from '../networks/networksApi.ts';
import { describeError, isAbort } from '../problem.ts';
import type { FrameScore } from '../scoring/scoringApi.ts';
import type { Frames } from '../sequence/frames.ts';
import { allocateLabelMaps, type LabelMaps, labelMap, VOID_ID } from '../sequence/labelMaps.ts';
import type { ComputedColumn } from './columns.ts';
import { type ColumnState, EMPTY_COLUMN } from './experimentState.ts';
import type { OpenSequence } from './openSequence.ts';
import type { ProgressReporter } from './progressReporter.ts';
import type { Threads } from './threads.ts';

/** Brings frame `index` of a column's pictures into being before VOS looks at it. */
export type MakeFrame = (index: number) => Promise<{ seconds: number }>;

interface VosColumnOptions {
  readonly name: ComputedColumn;
  readonly sequence: OpenSequence;
  /** The pictures that VOS segments. */
  readonly frames: Frames;
  readonly provider: ExecutionProvider;
  /** Makes a frame just before it is segmented (the enhancer); without it all frames exist. */
  readonly makeFrame?: MakeFrame;
  /** What must be known to read its figures, a sentence each. */
  readonly notes?: readonly string[];
}

/**
 * One column's VOS over its pictures, frame by frame, with the scores of what it made. It can be
 * left after any frame and taken up again, which is how the column of the originals survives a new
 * CRF, and x265's another import: nothing in them depends on it.
 */
export class VosColumn {
  readonly name: ComputedColumn;
  readonly sequence: OpenSequence;
  readonly provider: ExecutionProvider;
  readonly maps: LabelMaps;
  private readonly frames: Frames;
  private readonly makeFrame: MakeFrame | null;
  private run: number | null = null;
  private nextFrame = 0;
  private broken = false;
  private readonly scored: boolean[];
  private readonly scoring = new Set<Promise<void>>();
  /** The column as the screen shows it, kept so that a later experiment can show it again. */
  private state: ColumnState;
  /** That of the experiment which has the column now; a score may arrive after a change of hands. */
  private reporter: ProgressReporter | null = null;

  constructor({ name, sequence, frames, provider, makeFrame, notes }: VosColumnOptions) {
    this.name = name;
    this.sequence = sequence;
    this.frames = frames;
    this.provider = provider;
    this.makeFrame = makeFrame ?? null;
    this.maps = allocateLabelMaps(frames.size, frames.count);
    labelMap(this.maps, 0).set(firstMapOf(sequence));
    this.scored = new Array(frames.count).fill(false);
    this.state = {
      ...EMPTY_COLUMN,
      frames,
      framesReady: makeFrame ? 0 : frames.count,
      maps: this.maps,
      scores: new Array(frames.count).fill(null),
      quality: new Array(frames.count).fill(null),
      notes: notes ?? [],
    };
  }

  /** Frames segmented so far. */
  get done(): number {
    return this.nextFrame;
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
   * Makes and segments the next frame. Its scores follow by themselves, while the networks go on
   * with the next one; `settle` waits for them.
   */
  async advance(threads: Threads): Promise<void> {
    const index = this.nextFrame;
    let enhanceSeconds = 0;
    let vosSeconds = 0;
    try {
      if (this.makeFrame) enhanceSeconds = (await this.makeFrame(index)).seconds;
      vosSeconds = await this.segment(index, threads);
    } catch (error) {
      this.broken = true;
      throw error;
    }
    this.nextFrame = index + 1;
    this.change((state) => ({
      framesReady: Math.max(state.framesReady, index + 1),
      mapsReady: index + 1,
      seconds: {
        ...state.seconds,
        enhance: state.seconds.enhance + enhanceSeconds,
        vos: state.seconds.vos + vosSeconds,
      },
    }));
    this.reporter?.stage(this.name, this.nextFrame, this.frames.count);
    // A score that fails is tried again by `settle`.
    const scoring = this.score(index, threads).catch(() => {});
    this.scoring.add(scoring);
    void scoring.then(() => this.scoring.delete(scoring));
    if (this.finished) {
      await this.close(threads);
      this.reporter?.endStage(this.name);
    }
  }

  /** Waits until every frame made so far is scored. */
  async settle(threads: Threads): Promise<void> {
    await Promise.all(this.scoring);
    for (let index = 0; index < this.nextFrame; index++) {
      if (!this.scored[index]) await this.score(index, threads);
    }
  }

  /** Says on the screen why the column is incomplete. */
  fail(error: unknown): void {
    if (isAbort(error)) return;
    this.change(() => ({ problem: describeError(error) }));
    this.reporter?.endStage(this.name, 'failed');
  }

  /** Frees the network's memory of this column. */
  async close(threads: Threads): Promise<void> {
    const { run } = this;
    this.lose();
    if (run !== null) await threads.networks.run((networks) => networks.endVos(run));
  }

  /** The networks' worker was ended, and the run with it where it was not finished. */
  lose(): void {
    this.run = null;
    if (!this.finished) this.broken = true;
  }

  /** Replaces what must be known to read the column's figures. */
  note(notes: readonly string[]): void {
    this.change(() => ({ notes }));
  }

  /** Adds the codec's times to the column. */
  addSeconds(codec: { encode: number; decode: number }): void {
    const { encode, decode } = codec;
    this.change((state) => ({ seconds: { ...state.seconds, encode, decode } }));
  }

  /** Segments frame `index` and returns the seconds it took; the first frame's map is given. */
  private async segment(index: number, threads: Threads): Promise<number> {
    const { frames, maps, sequence } = this;
    if (this.run === null) {
      const { truth, appearances } = sequence;
      const firstIds = appearances[0] ?? [];
      this.run = await threads.networks.run((networks) =>
        networks.beginVos(frames, 0, truth.maps, firstIds),
      );
      return 0;
    }
    const run = this.run;
    const segmented = await threads.networks.run((networks) =>
      networks.segment(run, frames, index, maps),
    );
    const newIds = sequence.appearances[index] ?? [];
    if (newIds.length === 0) return segmented.seconds;
    const introduced = await threads.networks.run((networks) =>
      networks.introduceObjects(run, frames, index, sequence.truth.maps, newIds, maps),
    );
    return segmented.seconds + introduced.seconds;
  }

  private async score(index: number, threads: Threads): Promise<void> {
    const { frames, maps, sequence, name } = this;
    const { truth, scoredIds } = sequence;
    const [score, quality] = await Promise.all([
      truth.annotated[index]
        ? threads.scoring.run((scoring) =>
            scoring.scoreLabelMap(truth.maps, maps, index, scoredIds),
          )
        : null,
      name === 'original'
        ? null
        : threads.scoring.run((scoring) =>
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

/** The first frame's annotation with void as background: what VOS is given. */
function firstMapOf({ truth }: OpenSequence): Uint8Array {
  return labelMap(truth.maps, 0).map((id) => (id === VOID_ID ? 0 : id));
}
