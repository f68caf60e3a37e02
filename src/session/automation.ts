import { type ExperimentConfiguration, networksOf } from '../experiment/configuration.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { experimentProgress } from '../experiment/experimentProgress.ts';
import { type ColumnState, framesDone } from '../experiment/experimentState.ts';
import { maskArchive } from '../experiment/maskArchive.ts';
import { completeColumns } from '../experiment/result.ts';
import { VOS_NETWORKS, type VosNetworkName } from '../networks/vosNetworks.ts';
import type { SequenceResult } from '../results/resultSchema.ts';
import type { Library } from '../sequence/library.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { DEFAULT_FIGURE, type FigureFormat, type FigureRequest } from './figureRequest.ts';
import type { Runs } from './runs.ts';

/**
 * API for scripts that drive the page, available as `window.maskscope`. It uses the same experiment
 * as the screen.
 */
export interface AutomationApi {
  /** The sequences that can be opened, with their warnings. */
  sequences(): Promise<Pick<SequenceSource, 'name' | 'origin' | 'warnings'>[]>;
  /** Served sequences that cannot be opened, and why; also the problem of the folder, if any. */
  problems(): Promise<{ readonly name: string; readonly problem: string }[]>;
  /** Runs an experiment. Rejects with its problem if it fails or is cancelled. */
  run(name: string, configuration: Partial<ExperimentConfiguration>): Promise<SequenceResult>;
  /**
   * The masks of a column of the last experiment, as a ZIP archive in base64.
   *
   * @param index of the column in the result
   */
  masks(index: number): Promise<string>;
  /** The finished experiment as a run file, in base64. */
  runFile(): Promise<string>;
  /** The columns on the screen: their finished frames, and whether they are recorded. */
  columns(): readonly (Pick<ColumnState, 'complete' | 'recorded'> & {
    readonly framesDone: number;
  })[];
  /** Finished frames of the running experiment, summed over all columns. */
  progress(): { readonly done: number; readonly total: number };
  /** Number of frames that all stages have made so far, and that those on the screen consist of. */
  work(): { readonly made: number; readonly wanted: number };
  /**
   * Stores a file of weights, see `WeightsLibrary`. Rejects with the problem if it is refused.
   *
   * @returns the network that the weights are for
   */
  keepWeights(file: File): Promise<VosNetworkName>;
  /** Device of the last run of the networks; null before. */
  device(): string | null;
  /** Shows a run file. Rejects with the problem if it cannot be read. */
  openRun(file: File): Promise<void>;
  /** What went wrong on the page, for the user; null if nothing did. */
  problem(): string | null;
  /** Shows so many frames one after the other, as fast as the page can. */
  measureDrawing(count: number): Promise<DrawingSpeed>;
  /** A figure of what is on the screen. Rejects with the problem, e.g. what is not computed yet. */
  figure(
    request: Partial<FigureRequest>,
    format: FigureFormat,
  ): Promise<{
    /** The file in base64. */
    readonly file: string;
    /** The figure and its caption in LaTeX. */
    readonly latex: string;
  }>;
}

/** Makes a figure of what is on the screen, and its caption in LaTeX. */
export type FigureMaker = (
  request: FigureRequest,
  format: FigureFormat,
) => Promise<{ readonly file: Blob; readonly latex: string }>;

/** The parts of the page that scripts drive. */
export interface AutomationParts {
  readonly experiment: Experiment;
  readonly library: Library;
  readonly runs: Pick<Runs, 'file' | 'open' | 'store'>;
}

declare global {
  interface Window {
    maskscope?: AutomationApi;
  }
}

/** What only the page can do, because it depends on the screen. */
export interface PageActions {
  /** Stores a file of weights and selects its network; returns why it was refused, or null. */
  readonly keepWeights: (file: File) => Promise<string | null>;
  readonly makeFigure: FigureMaker;
  /** @param frameCount frames of the sequence */
  readonly measureDrawing: (count: number, frameCount: number) => Promise<DrawingSpeed>;
}

/** How fast the columns are drawn. */
export interface DrawingSpeed {
  /** Frames on the screen, each with all columns. */
  readonly framesPerSecond: number;
  /** Bytes uploaded to the GPU for each frame. */
  readonly bytesPerFrame: number;
}

/**
 * Sets `window.maskscope`.
 *
 * @param page what the page does for scripts
 */
export function exposeAutomation(
  { experiment, library, runs }: AutomationParts,
  { keepWeights, makeFigure, measureDrawing }: PageActions,
): void {
  const sequence = async (name: string) => {
    await library.load();
    const source = library.find(name);
    if (!source) throw new Error(`there is no sequence called ${name}`);
    return source;
  };
  window.maskscope = {
    async sequences() {
      await library.load();
      return library.store.getState().sequences.map(({ name, origin, warnings }) => ({
        name,
        origin,
        warnings,
      }));
    },
    async problems() {
      await library.load();
      const { broken, problem } = library.store.getState();
      const ofSequences = broken.map(({ name, problem: reason }) => ({ name, problem: reason }));
      return problem ? [{ name: 'DAVIS folder', problem }, ...ofSequences] : ofSequences;
    },
    async run(name, change) {
      await experiment.start(await sequence(name), change);
      const { experiment: state, result } = experiment.store.getState();
      if (!result || state.status !== 'done') {
        throw new Error(state.problem ?? `it was ${state.status}`);
      }
      return result;
    },
    async masks(index) {
      const { source, experiment: state } = experiment.store.getState();
      const column = completeColumns(state)[index];
      if (!source || !column) throw new Error('nothing was run');
      return toBase64(await maskArchive(source, column));
    },
    async runFile() {
      return toBase64((await runs.file()).data);
    },
    columns() {
      const { columns } = experiment.store.getState().experiment;
      return columns.map((column) => {
        const { complete, recorded } = column;
        return { complete, recorded, framesDone: framesDone(column) };
      });
    },
    progress() {
      return experimentProgress(experiment.store.getState().experiment);
    },
    work() {
      return experiment.work;
    },
    async keepWeights(file) {
      const problem = await keepWeights(file);
      if (problem) throw new Error(problem);
      const { columns } = experiment.store.getState().configuration;
      return networksOf(columns)[0] ?? VOS_NETWORKS[0].name;
    },
    device() {
      return experiment.store.getState().experiment.provider?.device ?? null;
    },
    async openRun(file) {
      await runs.open({ name: file.name, data: file });
      const { problem } = runs.store.getState();
      if (problem) throw new Error(problem);
    },
    problem() {
      const { columns, problem } = experiment.store.getState().experiment;
      const ofColumns = columns.flatMap((column) => column.problem ?? []);
      return runs.store.getState().problem ?? problem ?? ofColumns[0] ?? null;
    },
    measureDrawing(count) {
      return measureDrawing(count, experiment.store.getState().experiment.frameCount);
    },
    async figure(request, format) {
      const { file, latex } = await makeFigure({ ...DEFAULT_FIGURE, ...request }, format);
      return { file: await toBase64(file), latex };
    },
  };
}

function toBase64(data: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(data);
  });
}
