import { proxy } from 'comlink';
import { createStore } from 'zustand/vanilla';
import type { Experiment } from '../../experiment/experiment.ts';
import { playlistOf } from '../../experiment/playlist.ts';
import type { Workers } from '../../experiment/workers.ts';
import { fileName, isZipFile } from '../../files/fileNames.ts';
import type { FoundFile } from '../../files/foundFile.ts';
import { loadCode } from '../../files/loadCode.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import { isWeightsFile, mayBeWeights } from '../../networks/isWeightsFile.ts';
import { describeError, Problem } from '../../problem.ts';
import { MOST_COLUMNS, TRUTH_COLUMN } from '../../results/columnSpec.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { readMask, withFirstMask } from '../../sequence/firstMask.ts';
import { allocateFrames, type Frames } from '../../sequence/frames.ts';
import type { Library } from '../../sequence/library.ts';
import type { SequenceSource } from '../../sequence/sequence.ts';
import type { KeptResults } from '../../session/keptResults.ts';
import type { Runs } from '../../session/runs.ts';
import { talkAmong } from '../../talks/talkAmong.ts';
import { importMedia, withoutFiles } from '../columns/givenFiles.ts';
import { lessonsAmong, openLessons, type Teaching } from '../lessons/lessonFiles.ts';
import type { WeightsLibrary } from '../networksDialog/WeightsLibrary.ts';
import type { Presenter } from '../talks/presenter.ts';
import { routeFiles } from './routeFiles.ts';

interface Painting {
  /** Unique for each time the painter is opened. */
  readonly number: number;
  readonly source: SequenceSource;
  /** The first frame. */
  readonly picture: Frames;
  /** The existing mask, [height, width] ids; null if there is none. */
  readonly initial: Uint8Array | null;
}

interface OpeningState {
  /** The first mask that is being painted; null while the painter is closed. */
  readonly painting: Painting | null;
  /** A dropped stream whose use the user has to choose. */
  readonly stream: NamedFile | null;
  /** Why a file could not be opened; null if there was no error. */
  readonly problem: string | null;
  /** One error for each result file that could not be imported last time. */
  readonly rejectedResults: readonly string[];
}

/** Routes the user's files to the parts of the app, and asks the user if the use is ambiguous. */
export class Opening {
  readonly store = createStore<OpeningState>(() => ({
    painting: null,
    stream: null,
    problem: null,
    rejectedResults: [],
  }));

  private paintings = 0;

  constructor(
    private readonly experiment: Experiment,
    private readonly library: Library,
    private readonly results: KeptResults,
    private readonly weights: WeightsLibrary,
    private readonly runs: Pick<Runs, 'open' | 'openPlaylist' | 'showFor'>,
    private readonly teaching: Teaching,
    private readonly presenter: Pick<Presenter, 'open'>,
  ) {}

  /** Opens a sequence. If its first frame has no mask, opens the painter first. */
  openSequence(source: SequenceSource): void {
    this.store.setState({ problem: null, rejectedResults: [] });
    if (source.objectIds.length === 0) void this.paintMask(source);
    else void this.openOrRun(source);
  }

  /**
   * Shows the columns of a saved result again: its kept run, or computed anew if there is none. Does
   * not reject: errors go to the store.
   */
  async openResult({ name, columns, frameLimit, memoryFrames }: SequenceResult): Promise<void> {
    this.store.setState({ problem: null, rejectedResults: [] });
    await this.library.load();
    const source = this.library.find(name);
    if (!source) {
      this.report(
        new Problem(
          `The sequence ${name} of this result is not here.`,
          'Open the folder that contains it, then try again.',
        ),
      );
      return;
    }
    const wanted = [TRUTH_COLUMN, ...columns.map(({ spec }) => spec)];
    const change = {
      columns: withoutFiles(wanted).slice(0, MOST_COLUMNS),
      frameLimit,
      memoryFrames,
    };
    const { configuration } = this.experiment.store.getState();
    const outcome = await this.runs.showFor(source, { ...configuration, ...change });
    if (outcome === 'none') await this.experiment.start(source, change);
  }

  /** Shows a recorded run of the sequence, or computes it if there is none. */
  private async openOrRun(source: SequenceSource): Promise<void> {
    const { configuration } = this.experiment.store.getState();
    const columns = withoutFiles(configuration.columns);
    const outcome = await this.runs.showFor(source, { ...configuration, columns });
    if (outcome === 'none') this.start(source);
  }

  /**
   * Sets the mask of a sequence's first frame and runs the sequence.
   *
   * @param map [height, width] ids
   */
  setFirstMask(source: SequenceSource, map: Uint8Array): void {
    this.store.setState({ painting: null });
    try {
      const masked = withFirstMask(source, map);
      this.library.replace(source, masked);
      this.start(masked);
    } catch (error) {
      this.report(error);
    }
  }

  /** Opens the painter for the first mask. Does not reject: errors go to the store. */
  async paintMask(source: SequenceSource): Promise<void> {
    try {
      const annotation = await source.readAnnotation(0);
      const initial =
        annotation && (await readMask(annotation, `${source.name}’s first mask`, source.size));
      const picture = await readFirstFrame(source, this.experiment.workers);
      this.paintings += 1;
      this.store.setState({ painting: { number: this.paintings, source, picture, initial } });
    } catch (error) {
      this.report(error);
    }
  }

  /** Closes the open dialog. */
  dismiss(): void {
    this.store.setState({ painting: null, stream: null });
  }

  /** Imports result files, each independently. Does not reject: errors go to the store. */
  async importResults(files: readonly FoundFile[]): Promise<void> {
    this.store.setState({ rejectedResults: [] });
    for (const file of files) {
      try {
        await this.results.importFile(await named(file));
      } catch (error) {
        const problem = describeError(error);
        this.store.setState(({ rejectedResults }) => ({
          rejectedResults: [...rejectedResults, problem],
        }));
      }
    }
  }

  /** Opens dropped or chosen files. Does not reject: errors go to the store. */
  async take(found: Promise<readonly FoundFile[]>): Promise<void> {
    this.store.setState({ problem: null, rejectedResults: [] });
    try {
      const files = await found;
      const weights = await weightsAmong(files);
      if (weights) {
        await this.weights.keep(weights.data, weights.name);
        return;
      }
      const unpacked = await filesInside(files);
      const lessons = await lessonsAmong(unpacked);
      if (lessons) {
        await openLessons(lessons, this.teaching);
        return;
      }
      const playlist = playlistOf(unpacked);
      const talk = await talkAmong(unpacked);
      if (talk) {
        await this.presenter.open(talk, await Promise.all(playlist.map(named)));
        return;
      }
      const [run] = playlist;
      if (run) {
        const runs = await Promise.all(playlist.map(named));
        if (runs.length > 1) await this.runs.openPlaylist(runs);
        else await this.runs.open(await named(run));
        return;
      }
      const { source } = this.experiment.store.getState();
      const route = routeFiles(files, source !== null);
      if (route.kind === 'results') {
        await this.importResults(route.files);
      } else if (route.kind === 'sequences' || !source) {
        await this.library.openFiles(files);
      } else if (route.kind === 'stream') {
        this.store.setState({ stream: await named(route.file) });
      } else if (route.kind === 'mask') {
        await this.takeMask(source, await named(route.file));
      } else {
        const { file, bitstream } = route;
        const imported = {
          title: fileName(file.path),
          kind: 'frames',
          file: await named(file),
          bitstream: bitstream && (await named(bitstream)),
        } as const;
        await importMedia(this.experiment, imported);
      }
    } catch (error) {
      this.report(error);
    }
  }

  /** Shows an error to the user. */
  readonly report = (error: unknown): void => {
    this.store.setState({ problem: describeError(error) });
  };

  private start(source: SequenceSource): void {
    const { source: open, configuration } = this.experiment.store.getState();
    const columns = withoutFiles(configuration.columns);
    void this.experiment.start(source, source === open ? {} : { columns });
  }

  private async takeMask(source: SequenceSource, { name, data }: NamedFile): Promise<void> {
    this.setFirstMask(source, await readMask(data, name, source.size));
  }
}

async function readFirstFrame(source: SequenceSource, { codec }: Workers): Promise<Frames> {
  const { video, size, pictureNames } = source;
  const progress = proxy(() => {});
  if (video) {
    const { frames } = await codec.run((api) => api.ingestVideo(video, size, 1, progress));
    return frames;
  }
  const picture = { name: pictureNames[0] ?? source.name, data: await source.readPicture(0) };
  const frames = allocateFrames(size, 1);
  await codec.run((api) => api.ingest([picture], frames, 0, progress));
  return frames;
}

/** Returns the weights file if it is the only file; otherwise null. */
async function weightsAmong(files: readonly FoundFile[]): Promise<NamedFile | null> {
  const [file, another] = files;
  if (!file || another || !mayBeWeights(file.path)) return null;
  const candidate = await named(file);
  return (await isWeightsFile(candidate.data, candidate.name)) ? candidate : null;
}

/** The files and those in archives among them; only the archives' lists are read. */
async function filesInside(files: readonly FoundFile[]): Promise<FoundFile[]> {
  const lists = files.map(async (file) => {
    if (!isZipFile(file.path)) return [file];
    const { filesOfZip } = await loadCode(
      'The reader of archives',
      () => import('../../files/zipFiles.ts'),
    );
    // A damaged archive is reported by what reads it for its sequences.
    return filesOfZip(await file.blob(), file.path).catch(() => [file]);
  });
  return (await Promise.all(lists)).flat();
}

async function named(file: FoundFile): Promise<NamedFile> {
  return { name: fileName(file.path), data: await file.blob() };
}
