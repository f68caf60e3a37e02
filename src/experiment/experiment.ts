import { createStore } from 'zustand/vanilla';
import { VideoBlocks } from '../hevc/videoBlocks.ts';
import type { ProviderReport } from '../networks/networksApi.ts';
import { describeError } from '../problem.ts';
import { type ColumnSpec, columnTitle, sameColumn } from '../results/columnSpec.ts';
import { hasRelativeRate, rateReference } from '../results/rateReference.ts';
import type { SequenceResult } from '../results/resultSchema.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { planBlocks } from './blockPlan.ts';
import { collectProvenance } from './collectProvenance.ts';
import { columnKeys } from './columnKeys.ts';
import { type ColumnPlan, planColumn } from './columnPlan.ts';
import { columnState } from './columnState.ts';
import {
  DEFAULT_CONFIGURATION,
  type ExperimentConfiguration,
  networksOf,
  sameConfiguration,
} from './configuration.ts';
import { type ExperimentPlan, sameFiles } from './experimentPlan.ts';
import {
  type ColumnState,
  type ExperimentState,
  emptyColumn,
  IDLE_EXPERIMENT,
} from './experimentState.ts';
import { frameCountOf } from './frameCount.ts';
import type { Goal } from './graph/nextTask.ts';
import type { Lane, WholeStage } from './graph/stage.ts';
import { StageGraph } from './graph/stageGraph.ts';
import { type ExperimentMedia, NO_MEDIA } from './media.ts';
import { RecordedBlocks } from './recordedBlocks.ts';
import { type Recording, recordedColumn, recordingFacts, withFrames } from './recording.ts';
import { completeColumns, retitled, sequenceResult } from './result.ts';
import type { Run } from './run.ts';
import { runOf } from './runOf.ts';
import { stageProgress } from './stageProgress.ts';
import { prepareStage } from './stages/prepare.ts';
import { type OpenSequence, readStage } from './stages/read.ts';
import type { Workers } from './workers.ts';

/** The current configuration and the state of its experiment. */
export interface ExperimentStore {
  readonly source: SequenceSource | null;
  readonly configuration: ExperimentConfiguration;
  readonly media: ExperimentMedia;
  readonly experiment: ExperimentState;
  /**
   * Result of the last experiment: all columns, or the complete ones if it failed. Null while an
   * experiment runs, after a cancel, and if no column is complete.
   */
  readonly result: SequenceResult | null;
}

/** Changes for the next experiment; everything that is left out stays as it is. */
export interface ExperimentChange extends Partial<ExperimentConfiguration> {
  readonly media?: Partial<ExperimentMedia>;
}

/** Default of the memory for results, in bytes. */
export const DEFAULT_MEMORY_LIMIT = 640 * 2 ** 20;

/**
 * Runs one experiment at a time, on a graph of stages that remembers what it has made: a change
 * computes only what depends on it, and going back to a former setting computes nothing.
 */
export class Experiment {
  readonly store = createStore<ExperimentStore>(() => ({
    source: null,
    configuration: DEFAULT_CONFIGURATION,
    media: NO_MEDIA,
    experiment: IDLE_EXPERIMENT,
    result: null,
  }));
  /** The blocks of HEVC videos, for the screen and for figures. */
  readonly blocks: VideoBlocks;
  private readonly graph: StageGraph;
  private keys: readonly string[] = columnKeys([], [], DEFAULT_CONFIGURATION.columns);
  private plans: readonly ColumnPlan[] = [];
  private read: WholeStage<OpenSequence> | null = null;
  /** What the networks run on; stays until others are loaded. */
  private report: ProviderReport | null = null;
  private opened: number | null = null;
  private current: {
    readonly abort: AbortController;
    provenance: ReturnType<typeof collectProvenance> | null;
  } | null = null;
  private recording: Recording | null = null;
  private readonly recordedBlocks: RecordedBlocks;
  /** False while columns of the recording need not be computed. */
  private live = true;
  /** Bytes that all results may take. */
  private memoryLimit = DEFAULT_MEMORY_LIMIT;
  /** Rises with everything that the user opens or changes, so that what comes late is dropped. */
  private turns = 0;
  private refreshing = false;
  /** Results of the graph when the columns were planned last. */
  private planned = 0;

  /**
   * @param refreshMilliseconds shortest time between two updates of the store while an experiment
   *   runs: drawing the screen takes processor time from the networks
   */
  constructor(
    readonly workers: Workers,
    private readonly refreshMilliseconds = 0,
  ) {
    this.blocks = new VideoBlocks(workers.blocks);
    this.recordedBlocks = new RecordedBlocks(this.blocks);
    this.graph = new StageGraph({
      terminate: (lane) => workers[lane].terminate(),
      workerOf: (lane: Lane) => workers[lane].generation,
      onChange: () => this.refreshSoon(),
    });
    this.graph.limitMemory(DEFAULT_MEMORY_LIMIT);
  }

  /** Rises with every start, change and recording. */
  get turn(): number {
    return this.turns;
  }

  /** Number of frames that all stages have made so far, and that the columns consist of. */
  get work(): { readonly made: number; readonly wanted: number } {
    const nodes = this.graph.wantedNodes();
    const wanted = nodes.reduce((sum, { stage }) => sum + stage.frames, 0);
    return { made: this.graph.framesMade, wanted };
  }

  /** The finished experiment as a run; null if not every column is complete and computed here. */
  run(): Run | null {
    const { experiment, result, configuration } = this.store.getState();
    const isFinished = experiment.columns.every(({ complete, recorded }) => complete && !recorded);
    const truth = this.read && this.graph.node(this.read)?.output?.truth;
    if (!result || !truth || experiment.status !== 'done' || !isFinished) return null;
    const { memoryFrames } = configuration;
    return runOf(experiment, result.provenance, { annotated: truth.annotated, memoryFrames });
  }

  /** True if the recording on the screen has all of these columns, so that none is computed. */
  hasRecorded(columns: readonly ColumnSpec[]): boolean {
    const isRecorded = (spec: ColumnSpec) => recordedColumn(this.recording, spec, columns) !== null;
    return !this.live && columns.every(isRecorded);
  }

  /** Limits the memory of results that are not on the screen, in bytes of all results. */
  limitMemory(bytes: number): void {
    this.memoryLimit = bytes;
    this.graph.limitMemory(bytes);
  }

  /**
   * Keeps everything that is on the screen, to come back to it after other things were shown.
   * Meanwhile no result is forgotten.
   *
   * @returns shows it again; what was being computed goes on
   */
  setAside(): () => Promise<void> {
    const { source, configuration, media, experiment } = this.store.getState();
    const { recording, live } = this;
    const { columns } = configuration;
    const isWhole = experiment.columns.every(({ recorded }) => recorded);
    this.graph.limitMemory(Number.POSITIVE_INFINITY);
    return async () => {
      let change: ExperimentChange | null = { ...configuration, media };
      if (recording) {
        const shown = { ...recording, configuration: { ...recording.configuration, columns } };
        await this.show(shown, source);
        // What was computed beside the recording, or instead of it, is remembered.
        change = live ? {} : isWhole ? null : { media };
      } else if (!source) {
        this.turns++;
        await this.cancel();
        this.recording = null;
        this.live = true;
        this.store.setState({ source, configuration, media, experiment, result: null });
      }
      const goingOn = source && change ? this.start(source, change) : Promise.resolve();
      // What had been stopped is stopped, with the results that it had.
      if (['failed', 'cancelled'].includes(experiment.status)) void this.cancel();
      void goingOn.finally(() => this.graph.limitMemory(this.memoryLimit));
    };
  }

  /**
   * What the user looks at is made first.
   *
   * @param column the key of an enlarged column; null if all are shown
   */
  look(frame: number, column: string | null): void {
    const index = column === null ? -1 : this.keys.indexOf(column);
    this.graph.look({ frame, goal: index < 0 ? null : index });
  }

  /**
   * Shows a recording instead of computing its columns. Changed columns are computed; `start`
   * without a change computes all of them, and each replaces its recording when it is complete.
   *
   * @param source the recording's sequence; null if it is not here, so that nothing can be computed
   */
  async show(recording: Recording, source: SequenceSource | null): Promise<void> {
    const turn = ++this.turns;
    await this.cancel();
    // Something else was opened while a frame ended.
    if (turn !== this.turns) return;
    this.graph.want([]);
    const { columns } = recording.configuration;
    this.keys = columnKeys(this.keys, this.store.getState().configuration.columns, columns);
    this.recording = recording;
    this.live = false;
    this.read = null;
    this.plans = [];
    this.store.setState(({ configuration }) => ({
      source,
      configuration: { ...configuration, ...recording.configuration },
      media: NO_MEDIA,
      result: null,
      experiment: {
        ...IDLE_EXPERIMENT,
        ...recording.sequence,
        status: 'done',
        recording: recordingFacts(recording),
        columns: this.recordedColumns(columns),
      },
    }));
    void this.measureRecording();
  }

  /** Takes a recording that cannot be read to its end away from the screen. */
  leave(recording: Recording): void {
    if (this.recording !== recording) return;
    this.turns++;
    this.recording = null;
    this.live = true;
    this.store.setState({ source: null, experiment: IDLE_EXPERIMENT });
  }

  /**
   * Shows more pictures of a recording that is still being read.
   *
   * @param framesReady number of frames, from the first, that all of its pictures have
   * @returns the recording that is shown from now on
   */
  fillRecording(recording: Recording, framesReady: number): Recording {
    if (this.recording !== recording) return recording;
    const filled = withFrames(recording, framesReady);
    this.recording = filled;
    const { columns } = filled;
    this.store.setState(({ experiment }) => ({
      experiment: {
        ...experiment,
        columns: experiment.columns.map((shown) => {
          const column = columns.find(({ spec }) => sameColumn(spec, shown.spec));
          if (!shown.recorded || !column) return shown;
          return { ...this.recordedBlocks.withFigures(column), key: shown.key };
        }),
      },
    }));
    void this.measureRecording();
    return filled;
  }

  /** Measures the blocks of a recording's videos, once all of its pictures are there. */
  private async measureRecording(): Promise<void> {
    const { recording } = this;
    if (!recording?.columns.every(({ complete }) => complete)) return;
    // It is another object whenever more of its pictures are there.
    const isShown = () => this.recording?.provenance === recording.provenance;
    await this.recordedBlocks.measure(recording, isShown, () => {
      this.store.setState(({ experiment }) => ({
        experiment: {
          ...experiment,
          columns: experiment.columns.map((column) => this.recordedBlocks.withFigures(column)),
        },
      }));
    });
  }

  /**
   * Opens a sequence or changes the configuration, and runs the experiment. User-supplied files
   * belong to their sequence: another sequence starts without them. If nothing changed, a finished
   * experiment is recomputed and an unfinished one is continued.
   *
   * @returns when the experiment has ended or another one has started; the store's
   *   `experiment.status` has the outcome
   */
  async start(source: SequenceSource, change: ExperimentChange = {}): Promise<void> {
    const { experiment } = this.store.getState();
    const isUnchanged = Object.keys(change).length === 0;
    const recompute = experiment.status === 'done' && isUnchanged && this.recording === null;
    this.turns++;
    const plan = this.planFor(source, change);
    this.leaveRecording(plan, isUnchanged);
    const { columns } = this.store.getState().configuration;
    this.keys = columnKeys(this.keys, columns, plan.configuration.columns);
    if (recompute) {
      await this.graph.stop();
      this.graph.forget(({ kind }) => kind === 'read' || kind === 'networks');
    }
    this.store.setState({ ...plan, result: null });
    await this.compute(plan);
  }

  /**
   * Runs the open sequence with a changed configuration. Does nothing if all values are the same.
   */
  async configure(change: ExperimentChange): Promise<void> {
    const { source, configuration, media } = this.store.getState();
    if (!source) {
      const { media: _, ...settings } = change;
      const changed = { ...configuration, ...settings };
      this.turns++;
      this.keys = columnKeys(this.keys, configuration.columns, changed.columns);
      this.store.setState(({ experiment }) => ({
        configuration: changed,
        experiment: this.recording
          ? { ...experiment, columns: this.recordedColumns(changed.columns) }
          : experiment,
      }));
      return;
    }
    const plan = this.planFor(source, change);
    const sameFigures =
      sameConfiguration(configuration, plan.configuration) && sameFiles(media, plan.media);
    if (!sameFigures) await this.start(source, change);
    else this.retitle(plan.media);
  }

  /** Runs the open sequence again from its files, after weights were replaced or deleted. */
  async restart(): Promise<void> {
    const { source } = this.store.getState();
    await this.cancel();
    this.graph.forget();
    this.report = null;
    if (source) await this.start(source);
  }

  /** The columns of the recording, while nothing is computed. */
  private recordedColumns(specs: readonly ColumnSpec[]): ColumnState[] {
    return specs.map((spec, index) => {
      const key = this.keys[index] ?? String(index);
      const column = recordedColumn(this.recording, spec, specs);
      if (column) return { ...this.recordedBlocks.withFigures(column), key };
      const problem =
        'The recording does not have this column, and the files of its sequence are not here. ' +
        'Open the folder that contains them to compute it.';
      return { ...emptyColumn(key, spec, columnTitle(spec)), problem };
    });
  }

  /** Forgets the recording if the plan is not of its frames; computes all columns if asked to. */
  private leaveRecording({ source, configuration, media }: ExperimentPlan, all: boolean): void {
    const { recording } = this;
    const { source: open } = this.store.getState();
    const isOfIt =
      recording !== null &&
      source === open &&
      media.x265Stream === null &&
      configuration.frameLimit === recording.configuration.frameLimit &&
      configuration.memoryFrames === recording.configuration.memoryFrames;
    if (!isOfIt) this.recording = null;
    if (all || !isOfIt) this.live = true;
  }

  /** Stops the running experiment; finished frames stay. */
  async cancel(): Promise<void> {
    this.current?.abort.abort();
    await this.graph.stop();
  }

  /** Applies a new title of the import without computing anything or interrupting an experiment. */
  private retitle(media: ExperimentMedia): void {
    const title = media.imported?.title ?? null;
    this.store.setState(({ result }) => ({
      media,
      result: result && title !== null ? retitled(result, title) : result,
    }));
    this.refresh();
  }

  /** The plan after a change; another sequence starts without the user-supplied files. */
  private planFor(source: SequenceSource, change: ExperimentChange): ExperimentPlan {
    const { media: mediaChange, ...settings } = change;
    const { source: open, configuration, media } = this.store.getState();
    return {
      source,
      configuration: { ...configuration, ...settings },
      media: { ...(source === open ? media : NO_MEDIA), ...mediaChange },
    };
  }

  private async compute(plan: ExperimentPlan): Promise<void> {
    this.current?.abort.abort();
    const abort = new AbortController();
    this.current = { abort, provenance: null };
    const { signal } = abort;
    const { source, configuration } = plan;
    this.store.setState(({ experiment }) => ({
      experiment: {
        ...(experiment.sequenceName === source.name ? experiment : IDLE_EXPERIMENT),
        status: 'running',
        sequenceName: source.name,
        problem: null,
      },
    }));
    this.read = readStage(source, frameCountOf(source, configuration), this.workers);
    this.graph.forgive();
    this.replan();
    this.refresh();
    const ended = new Promise<'ended'>((resolve) => {
      signal.addEventListener('abort', () => resolve('ended'), { once: true });
    });
    if ((await Promise.race([this.settled(signal), ended])) === 'ended')
      return this.wasEnded(abort);
    await this.finish(plan, abort);
  }

  /** Resolves when all columns are made or cannot be made. */
  private async settled(signal: AbortSignal): Promise<'settled'> {
    do {
      await this.graph.whenSettled();
      // A result may have made further stages known.
    } while (!signal.aborted && this.replan());
    return 'settled';
  }

  private async finish(plan: ExperimentPlan, abort: AbortController): Promise<void> {
    const { configuration } = plan;
    const { signal } = abort;
    this.refresh();
    const { experiment } = this.store.getState();
    let problem = this.problem();
    try {
      // Also those whose pictures are still being read.
      const isLive = experiment.columns.every(({ recorded }) => !recorded);
      if (isLive) this.recording = null;
      if (isLive && completeColumns(experiment).length > 0) {
        const collected = await this.collect(plan, signal);
        const provenance = await collected(experiment);
        if (signal.aborted) return this.wasEnded(abort);
        const { experiment: ended } = this.store.getState();
        this.store.setState({ result: sequenceResult(ended, configuration, provenance) });
      }
    } catch (error) {
      if (signal.aborted) return this.wasEnded(abort);
      problem ??= describeError(error);
    }
    this.end(problem === null ? 'done' : 'failed', problem);
  }

  /** Starts to collect the provenance while the experiment runs, once its files have been read. */
  private collect({ source, configuration, media }: ExperimentPlan, signal: AbortSignal) {
    const { current: run } = this;
    if (run?.provenance) return run.provenance;
    const collecting = collectProvenance(source, configuration, media, this.workers, signal);
    collecting.catch(() => {});
    if (run) run.provenance = collecting;
    return collecting;
  }

  /** After a cancel; another experiment that has started instead shows its own state. */
  private wasEnded(abort: AbortController): void {
    if (this.current?.abort === abort) this.end('cancelled', null);
  }

  private end(status: ExperimentState['status'], problem: string | null): void {
    this.refresh();
    this.store.setState(({ experiment }) => ({ experiment: { ...experiment, status, problem } }));
  }

  /** What went wrong first; null if nothing did. */
  private problem(): string | null {
    const [first] = this.graph
      .wantedNodes()
      .filter(({ status }) => status === 'failed')
      .toSorted((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));
    if (first) return describeError(first.error);
    return this.plans.find(({ problem }) => problem)?.problem?.message ?? null;
  }

  /**
   * Plans the columns with what is known now, and lets the graph make what is new.
   *
   * @returns true if there are further stages to make
   */
  private replan(): boolean {
    const { read } = this;
    const { source, configuration, media } = this.store.getState();
    if (!source || !read) return false;
    const prepare = this.prepare(source, read);
    const context = {
      source,
      media,
      columns: configuration.columns,
      read,
      prepared: this.report &&
        prepare && {
          stage: prepare,
          report: this.report,
          memoryFrames: configuration.memoryFrames,
        },
      workers: this.workers,
      resultOf: <T>(stage: Parameters<StageGraph['node']>[0]) => {
        const node = this.graph.node(stage);
        return node?.status === 'done' ? (node.output as T) : null;
      },
    };
    this.planned = this.graph.completions;
    const { signal } = this.current?.abort ?? {};
    if (signal && context.resultOf(read)) {
      void this.collect({ source, configuration, media }, signal);
    }
    const before = idsOf(this.plans);
    const plans = configuration.columns.map((spec) => planColumn(spec, context));
    const isMade = ({ spec }: ColumnPlan) => !this.isCovered(spec);
    this.plans = planBlocks(plans, isMade, this.blocks, context);
    const goals = this.plans.map(({ goal, spec }) => (this.isCovered(spec) ? NO_GOAL : goal));
    const isNeeded = goals.some((goal) => goal !== NO_GOAL);
    const loading = { shown: [read], others: [prepare, this.referredSearch()].filter(isThere) };
    this.graph.want(isNeeded ? [...goals, loading] : []);
    return idsOf(this.plans) !== before || !this.graph.settled;
  }

  /** True for a column that the recording has and that need not be computed. */
  private isCovered(spec: ColumnSpec): boolean {
    return !this.live && this.recorded(spec) !== null;
  }

  /** The recorded state of a column; null if there is none, and for another file of the user. */
  private recorded(spec: ColumnSpec): ColumnState | null {
    const { configuration, media } = this.store.getState();
    if (spec.pictures.source === 'import' && media.imported) return null;
    const column = recordedColumn(this.recording, spec, configuration.columns);
    return column && this.recordedBlocks.withFigures(column);
  }

  /** The search for the CRF of a recorded column that a computed column refers to; null if none. */
  private referredSearch() {
    const { columns } = this.store.getState().configuration;
    const refers = columns.some((spec) => hasRelativeRate(spec) && !this.isCovered(spec));
    const reference = refers ? rateReference(columns) : null;
    return this.plans.find(({ spec }) => spec === reference)?.search ?? null;
  }

  /** Loads the networks; null while the number of objects is not known. */
  private prepare(source: SequenceSource, read: WholeStage<OpenSequence>) {
    const { configuration } = this.store.getState();
    const { memoryFrames, provider } = configuration;
    const sequence = this.graph.node(read)?.output ?? null;
    // With objects that appear later, their number is known only from the annotations.
    const objectIds = source.laterObjects ? sequence?.objectIds : source.objectIds;
    if (!objectIds) return null;
    const request = {
      networks: networksOf(configuration.columns),
      provider,
      size: source.size,
      memoryFrames,
      objectCount: Math.max(1, objectIds.length),
    };
    const stage = prepareStage(request, this.workers, (report) => {
      if (report.opened !== this.opened) this.graph.loseMemory('networks', stage);
      this.opened = report.opened;
      this.report = report;
      // Before anything runs on it: its results are not those of another provider.
      this.replan();
    });
    return stage;
  }

  private refreshSoon(): void {
    this.replanSoon();
    if (this.refreshing) return;
    this.refreshing = true;
    const refresh = () => {
      this.refreshing = false;
      this.refresh();
    };
    if (this.refreshMilliseconds > 0) setTimeout(refresh, this.refreshMilliseconds);
    else queueMicrotask(refresh);
  }

  /** A result may make further stages known. */
  private replanSoon(): void {
    queueMicrotask(() => {
      const runs = this.current !== null && !this.current.abort.signal.aborted;
      if (runs && this.graph.completions !== this.planned) this.replan();
    });
  }

  /** Writes what the graph has into the store. */
  private refresh(): void {
    const { read, graph } = this;
    const { media, source } = this.store.getState();
    if (!read || !source) return;
    const sequence = graph.node(read)?.output;
    const columns = this.plans.map((plan, index) => {
      const key = this.keys[index] ?? String(index);
      const provider = this.report?.provider ?? null;
      const column = columnState(key, plan, { graph, read, media, provider });
      // A live run replaces a recorded column when it is complete.
      const isReplaced = column.complete && !this.isCovered(plan.spec);
      const recorded = isReplaced ? null : this.recorded(plan.spec);
      return recorded ? { ...recorded, key } : column;
    });
    const { recording } = this;
    const isRecorded = columns.some(({ recorded }) => recorded);
    this.store.setState(({ experiment }) => ({
      experiment: {
        ...experiment,
        ...(sequence && {
          size: source.size,
          frameCount: sequence.frames.count,
          frameRate: source.frameRate,
          objectIds: sequence.objectIds,
          scoredIds: sequence.scoredIds,
        }),
        stages: stageProgress(graph.wantedNodes()),
        columns,
        recording: recording && isRecorded ? recordingFacts(recording) : null,
        provider: this.report,
      },
    }));
  }
}

const NO_GOAL: Goal = { shown: [], others: [] };

function isThere<T>(stage: T | null): stage is T {
  return stage !== null;
}

function idsOf(plans: readonly ColumnPlan[]): string {
  return plans
    .flatMap(({ goal }) => [...goal.shown, ...goal.others].map(({ id }) => id))
    .join('\n');
}
