import { createStore } from 'zustand/vanilla';
import type { ExperimentConfiguration } from '../experiment/configuration.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { RecordingFacts } from '../experiment/experimentState.ts';
import { frameCountOf } from '../experiment/frameCount.ts';
import { type Recording, recordedColumn, withFrames } from '../experiment/recording.ts';
import { recordingOf } from '../experiment/recordingOf.ts';
import type { Run } from '../experiment/run.ts';
import { RUN_EXTENSION } from '../experiment/runExtension.ts';
import { assertSameSequence, readRun, writeRun } from '../experiment/runFile.ts';
import type { RunFilesApi } from '../experiment/runFilesApi.ts';
import { isPage } from '../files/isPage.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { hasGpu } from '../networks/hasGpu.ts';
import { describeError, Problem } from '../problem.ts';
import { PUBLISHED_COLUMNS, sameColumn } from '../results/columnSpec.ts';
import { packageVersions } from '../results/packageVersions.ts';
import type { Library } from '../sequence/library.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import type { WorkerHandle } from '../workers/workerHandle.ts';
import type { GivenRuns } from './givenRuns.ts';
import type { KeptRuns } from './keptRuns.ts';
import { type KeptRun, providerOf } from './runStore.ts';

/** The folder of the runs that are shipped, below the base address. */
const SHIPPED = 'samples/';

interface RunsState {
  /** What is being opened, a name; null if nothing is. */
  readonly opening: string | null;
  /** How the browser had to read the shown run, for the user; empty if nothing is unusual. */
  readonly note: string;
  /** Why a run could not be opened or saved, for the user; null if there is no problem. */
  readonly problem: string | null;
  /** The runs of a talk, in order; empty if no list is open. */
  readonly playlist: readonly NamedFile[];
  /** The index of the shown run in the list. */
  readonly position: number;
}

/** The parts of the app that runs are connected with. */
export interface RunsParts {
  readonly experiment: Experiment;
  readonly library: Library;
  readonly kept: KeptRuns;
  /** Runs that came with a talk or with lessons. */
  readonly given: Pick<GivenRuns, 'find'>;
  readonly runFiles: WorkerHandle<RunFilesApi>;
  /** The base address of the app, with a trailing slash. */
  readonly base: string;
  /** True if only runs that the user opens are shown, and none is kept. */
  readonly isLive: boolean;
}

/** What came of looking for a run. */
export type Outcome = 'shown' | 'none' | 'superseded';

/** When opening a run began. */
interface Turn {
  readonly opened: number;
  readonly experiment: number;
}

interface Reading {
  /** The recording of the run; null if it is not to be shown. */
  readonly toShow: (
    run: Run,
  ) => Promise<{ readonly recording: Recording; readonly source: SequenceSource | null } | null>;
  /** Called if it proves damaged after it was shown; then it is no longer shown. */
  readonly onDamaged: (error: unknown) => void;
}

/**
 * Shows finished runs instead of computing them: those that this browser has kept, the one that is
 * shipped with the built-in sequence, and the user's files. No method rejects, except for `file`.
 */
export class Runs {
  readonly store = createStore<RunsState>(() => ({
    opening: null,
    note: '',
    problem: null,
    playlist: [],
    position: 0,
  }));
  /** Rises with every run that is opened: an earlier one that is read late is not shown. */
  private opened = 0;
  /** The file of the run that was shown last. */
  private read: { readonly file: NamedFile; readonly provenance: object } | null = null;
  /** The run that was read last from an address. */
  private addressed: { readonly address: string; readonly provenance: object } | null = null;

  constructor(private readonly parts: RunsParts) {}

  /**
   * Shows a run of a sequence with these columns, if there is one. Its pictures follow.
   *
   * @param startsOnGpu true if a shipped run is computed anew where there is a GPU
   * @returns `superseded` if something else was opened or changed meanwhile
   */
  async showFor(
    source: SequenceSource,
    configuration: ExperimentConfiguration,
    startsOnGpu = true,
  ): Promise<Outcome> {
    if (this.parts.isLive) return 'none';
    const turn = this.begin(source.name);
    try {
      const kept = await this.showKept(source, configuration, turn);
      if (kept !== 'none') return kept;
      const shipped = await this.showShipped(source, configuration, turn);
      const mayStart = startsOnGpu && configuration.provider !== 'wasm';
      if (shipped === 'shown' && mayStart) void this.startOnGpu(source);
      return shipped;
    } finally {
      this.end(turn);
    }
  }

  /** Shows a run file, whose sequence need not be here. */
  async open(file: NamedFile, origin: 'file' | 'kept' = 'file'): Promise<void> {
    await this.openIn(this.begin(file.name), file, origin);
  }

  /**
   * Shows the run at an address, unless it is on the screen: one that came with a talk or with
   * lessons, by its name, or a file of this page's own origin.
   *
   * @returns false if that is not possible; the store has the problem
   */
  async openAddress(address: string): Promise<boolean> {
    if (this.isShown(address)) return true;
    const turn = this.begin(address);
    try {
      const file = await this.fileAt(address);
      const origin = address.startsWith(SHIPPED) ? 'built-in' : 'file';
      return await this.openIn(turn, file, origin, (run) => {
        this.addressed = { address, provenance: run.provenance };
      });
    } catch (error) {
      this.report(error);
      this.end(turn);
      return false;
    }
  }

  /** Opens a list of runs and shows the first. */
  async openPlaylist(files: readonly NamedFile[]): Promise<void> {
    this.store.setState({ playlist: files, position: 0 });
    await this.goTo(0);
  }

  /** Shows another run of the list. */
  async goTo(position: number): Promise<void> {
    const { playlist } = this.store.getState();
    const file = playlist[position];
    if (!file) return;
    this.store.setState({ position });
    await this.open(file);
  }

  closePlaylist(): void {
    this.store.setState({ playlist: [], position: 0 });
  }

  /**
   * The finished experiment as a run file.
   *
   * @throws Problem when nothing is finished
   */
  async file(): Promise<NamedFile> {
    const run = this.parts.experiment.run();
    if (!run) {
      throw new Problem(
        'There is no finished run to save.',
        'Wait until every column is complete.',
      );
    }
    const data = await writeRun(run, this.parts);
    return { name: `${run.name}.${RUN_EXTENSION}`, data };
  }

  /**
   * What is on the screen as a run: the file that it was read from, or a new one; null while columns
   * are missing, and if some are recorded and others were computed.
   */
  async shownFile(): Promise<NamedFile | null> {
    const { experiment } = this.parts;
    const { recording, columns } = experiment.store.getState().experiment;
    const isRecorded = columns.every(({ recorded }) => recorded);
    if (recording && isRecorded && this.read?.provenance === recording.provenance) {
      return this.read.file;
    }
    return experiment.run() ? await this.file() : null;
  }

  /** What is on the screen need not be read again from an address at which the same run is now. */
  nameShown(address: string, { data }: NamedFile): void {
    if (this.read?.file.data === data) {
      this.addressed = { address, provenance: this.read.provenance };
    }
  }

  /** Keeps every experiment that finishes from now on, unless the page is live. */
  keepFinished(): void {
    const { experiment, kept, isLive } = this.parts;
    if (isLive) return;
    experiment.store.subscribe(({ experiment: now, result }, before) => {
      const hasEnded = now.status === 'done' && before.experiment.status !== 'done';
      if (!hasEnded || !result || now.recording) return;
      if (!kept.keepsAny) return;
      const run = experiment.run();
      // Going back to former settings ends with a run that is kept already.
      if (!run || this.isKept(run)) return;
      void writeRun(run, this.parts)
        .then((data) => kept.keep(run, data))
        .catch((error) => this.report(error));
    });
  }

  private isKept({ name, frameCount, memoryFrames, columns, provenance }: Run): boolean {
    const { input, versions } = provenance;
    return (
      this.parts.kept.find({
        ...{ name, frameCount, input, memoryFrames, versions },
        ...{ columns: columns.map(({ spec }) => spec), provider: providerOf(provenance) },
      }) !== null
    );
  }

  /** @returns true if the run is shown, or if something else was opened meanwhile */
  private async openIn(
    turn: Turn,
    file: NamedFile,
    origin: RecordingFacts['origin'],
    onRead: (run: Run) => void = () => {},
  ): Promise<boolean> {
    try {
      await this.readFile(file, turn, {
        toShow: async (run) => {
          onRead(run);
          const source = await this.sourceOf(run, file.name);
          return { recording: recordingOf(run, origin, source && limitOf(run, source)), source };
        },
        onDamaged: this.report,
      });
      return true;
    } catch (error) {
      this.report(error);
      return false;
    } finally {
      this.end(turn);
    }
  }

  /** True if these columns of a sequence are shown without computing, as far as is known here. */
  hasRecorded(source: SequenceSource, configuration: ExperimentConfiguration): boolean {
    const { columns } = configuration;
    // The shipped run is that of the published figure.
    const isPublished = columns.every((spec) =>
      PUBLISHED_COLUMNS.some((published) => sameColumn(spec, published)),
    );
    const isShipped = mayBeShipped(source, configuration) && isPublished;
    return isShipped || this.findKept(source, configuration) !== null;
  }

  /** The kept run of these columns of a sequence; null if there is none. */
  async keptFile(
    source: SequenceSource,
    configuration: ExperimentConfiguration,
  ): Promise<NamedFile | null> {
    const { kept } = this.parts;
    await kept.load();
    const found = this.findKept(source, configuration);
    return found && (await kept.open(found));
  }

  private findKept(source: SequenceSource, configuration: ExperimentConfiguration): KeptRun | null {
    const { columns, memoryFrames, provider } = configuration;
    return this.parts.kept.find({
      ...{ name: source.name, input: null, frameCount: frameCountOf(source, configuration) },
      ...{ memoryFrames, columns, provider, versions: packageVersions },
    });
  }

  private async showKept(
    source: SequenceSource,
    configuration: ExperimentConfiguration,
    turn: Turn,
  ): Promise<Outcome> {
    const { experiment } = this.parts;
    const { frameLimit } = configuration;
    const file = await this.keptFile(source, configuration);
    if (!file) return this.isCurrent(turn) ? 'none' : 'superseded';
    try {
      return await this.readFile(file, turn, {
        toShow: async (run) => {
          await assertSameSequence(run, file.name, source);
          return { recording: recordingOf(run, 'kept', frameLimit), source };
        },
        onDamaged: () => void experiment.start(source, configuration),
      });
    } catch {
      // Of other pictures of that name, or damaged: it is computed anew and replaced.
      return this.isCurrent(turn) ? 'none' : 'superseded';
    }
  }

  /** Shows the run that is shipped with a built-in sequence. */
  private async showShipped(
    source: SequenceSource,
    configuration: ExperimentConfiguration,
    turn: Turn,
  ): Promise<Outcome> {
    const { columns } = configuration;
    const { experiment, base } = this.parts;
    if (!mayBeShipped(source, configuration)) return 'none';
    const name = `${source.name}.${RUN_EXTENSION}`;
    try {
      const response = await fetch(`${base}${SHIPPED}${name}`);
      // A server that answers every address with the page has no such file.
      if (!response.ok || isPage(response)) return this.isCurrent(turn) ? 'none' : 'superseded';
      return await this.readFile({ name, data: await response.blob() }, turn, {
        toShow: async (run) => {
          const recording = recordingOf(run, 'built-in', null);
          const isWhole = columns.every((spec) => recordedColumn(recording, spec, columns));
          if (!isWhole) return null;
          const shown = { ...recording.configuration, columns };
          return { recording: { ...recording, configuration: shown }, source };
        },
        onDamaged: (error) => {
          this.report(error);
          void experiment.start(source, configuration);
        },
      });
    } catch (error) {
      this.report(error);
      return this.isCurrent(turn) ? 'none' : 'superseded';
    }
  }

  /** Computes a recording's columns if there is a GPU, unless something else was opened. */
  private async startOnGpu(source: SequenceSource): Promise<void> {
    const { experiment } = this.parts;
    const { turn } = experiment;
    if ((await hasGpu()) && experiment.turn === turn) await experiment.start(source);
  }

  /**
   * Reads a run and shows it as soon as its masks and figures are there; its pictures follow.
   *
   * @returns when it is shown
   * @throws Problem when it cannot be read
   */
  private readFile(file: NamedFile, turn: Turn, { toShow, onDamaged }: Reading): Promise<Outcome> {
    const { experiment } = this.parts;
    return new Promise<Outcome>((resolve, reject) => {
      let shown: Recording | null = null;
      let framesReady = 0;
      let isDamaged = false;
      let opening: Promise<void> | null = null;
      const fill = (frames: number) => {
        framesReady = frames;
        if (shown) shown = experiment.fillRecording(shown, frames);
      };
      const show = async (run: Run) => {
        try {
          const found = await toShow(run);
          if (isDamaged) return;
          if (!this.isCurrent(turn)) return resolve('superseded');
          if (!found) return resolve('none');
          // Some pictures may be there already.
          shown = withFrames(found.recording, framesReady);
          await experiment.show(shown, found.source);
          this.read = { file, provenance: run.provenance };
          resolve('shown');
        } catch (error) {
          reject(error);
        }
      };
      const onOpened = (run: Run) => {
        opening = show(run);
        return opening;
      };
      readRun(file, this.workers(), { onOpened, onFrames: fill }).then(
        ({ run, notes }) => {
          fill(run.frameCount);
          if (shown) this.store.setState({ note: notes.join(' ') });
        },
        async (error: unknown) => {
          isDamaged = true;
          await opening;
          reject(error);
          if (!shown) return;
          experiment.leave(shown);
          onDamaged(error);
        },
      );
    });
  }

  /** Finds a given run, or loads a run file. @throws Problem when neither is possible */
  private async fileAt(address: string): Promise<NamedFile> {
    const loaded = () => this.load(address);
    return await this.parts.given.find(address).then(
      (given) => given ?? loaded(),
      // Without storage, it is on the server or nowhere.
      (problem) =>
        loaded().catch(() => {
          throw problem;
        }),
    );
  }

  /** Loads a run file. @throws Problem when it is of another origin or cannot be loaded */
  private async load(address: string): Promise<NamedFile> {
    const url = new URL(address, new URL(this.parts.base, location.href));
    const response = url.origin === location.origin ? await fetch(url) : null;
    if (!response || new URL(response.url || url).origin !== location.origin) {
      throw new Problem(
        `The run ${address} is on another server, from which this page does not load anything.`,
        'Download the file and drop it here.',
      );
    }
    if (!response.ok) {
      throw new Problem(
        `The run ${address} could not be loaded: the server answered ${response.status}.`,
        'Check the address.',
      );
    }
    if (isPage(response)) {
      throw new Problem(
        `The run ${address} is not here.`,
        'Drop the file, or the .zip or folder that contains it.',
      );
    }
    const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? address);
    return { name, data: await response.blob() };
  }

  /** The sequence of a run, if it is here with the same files; null otherwise. */
  private async sourceOf(run: Run, file: string): Promise<SequenceSource | null> {
    const { experiment, library } = this.parts;
    const { source } = experiment.store.getState();
    const candidates = [source, library.find(run.name)].filter((each) => each?.name === run.name);
    for (const candidate of candidates) {
      if (!candidate) continue;
      const isSame = await assertSameSequence(run, file, candidate).then(
        () => true,
        () => false,
      );
      if (isSame) return candidate;
    }
    return null;
  }

  /** True if everything on the screen is of a recording that was read from this address. */
  isShown(address: string): boolean {
    const { experiment } = this.parts;
    const { experiment: shown, configuration } = experiment.store.getState();
    const { addressed } = this;
    if (addressed?.address !== address) return false;
    if (addressed.provenance !== shown.recording?.provenance) return false;
    return experiment.hasRecorded(configuration.columns);
  }

  private workers() {
    const { runFiles, experiment } = this.parts;
    return { runFiles, codec: experiment.workers.codec };
  }

  private begin(name: string): Turn {
    this.store.setState({ opening: name, note: '', problem: null });
    return { opened: ++this.opened, experiment: this.parts.experiment.turn };
  }

  private end({ opened }: Turn): void {
    if (opened === this.opened) this.store.setState({ opening: null });
  }

  /** False if another run was opened, or the experiment was started or changed meanwhile. */
  private isCurrent({ opened, experiment }: Turn): boolean {
    return opened === this.opened && experiment === this.parts.experiment.turn;
  }

  private readonly report = (error: unknown): void => {
    this.store.setState({ problem: describeError(error) });
  };
}

/** True if a run of these settings may be shipped with the app. */
function mayBeShipped(
  { origin }: SequenceSource,
  { frameLimit, memoryFrames }: ExperimentConfiguration,
): boolean {
  return origin === 'built-in' && frameLimit === null && memoryFrames === null;
}

/** The number of frames that a run was limited to; null for all of the sequence. */
function limitOf({ frameCount }: Run, { pictureNames }: SequenceSource): number | null {
  return frameCount === pictureNames.length ? null : frameCount;
}

/** Text on where the recorded columns on the screen come from. */
export function recordingText({ origin, provenance, psnrY }: RecordingFacts): string {
  const made = new Date(provenance.date).toLocaleDateString('en', { dateStyle: 'medium' });
  const source = {
    'built-in': 'Recorded, shipped with Maskscope',
    kept: 'Kept in this browser',
    file: 'Recorded, from a file',
  }[origin];
  const version = provenance.versions.maskscope;
  const fidelity =
    psnrY === null ? '' : ` Pictures stored at ${psnrY.toFixed(0)} dB, figures exact.`;
  return `${source}: made on ${made} on ${provenance.device}${version ? ` with Maskscope ${version}` : ''}.${fidelity}`;
}
