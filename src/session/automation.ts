import type { ExperimentConfiguration } from '../experiment/configuration.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { maskArchive } from '../experiment/maskArchive.ts';
import type { TargetRate } from '../experiment/targetRate.ts';
import type { VosNetworkName } from '../networks/vosNetworks.ts';
import type { ComputedColumn } from '../results/columns.ts';
import type { SequenceResult } from '../results/resultSchema.ts';
import type { Library } from '../sequence/library.ts';
import type { SequenceSource } from '../sequence/sequence.ts';

/**
 * What a script that drives the page may call, as `window.maskscope`. It runs the very experiment
 * of the screen, which shows it meanwhile.
 */
export interface Batch {
  /** The sequences that can be opened, and what is wrong with them. */
  sequences(): Promise<Pick<SequenceSource, 'name' | 'origin' | 'warnings'>[]>;
  /** Served sequences that cannot be opened, and why; the folder's own problem as well. */
  problems(): Promise<{ readonly name: string; readonly problem: string }[]>;
  /** Runs an experiment to its end. Rejects with its problem when it fails. */
  run(name: string, configuration: Partial<ExperimentConfiguration>): Promise<SequenceResult>;
  /** The CRF whose bits per pixel are nearest to `targetBpp`, by encoding alone. */
  findCrf(
    name: string,
    wanted: { readonly targetBpp: number } & Pick<ExperimentConfiguration, 'keyint' | 'frameLimit'>,
  ): Promise<TargetRate>;
  /** The masks of a column of the last experiment: a ZIP archive in base64. */
  masks(column: ComputedColumn): Promise<string>;
  /** Frames done of the whole experiment, all columns together. */
  progress(): { readonly done: number; readonly total: number };
  /**
   * Keeps a file of weights and says which network it is for; see `WeightsLibrary`. Rejects with the
   * problem when it is refused.
   */
  keepWeights(file: File): Promise<VosNetworkName>;
  /** What the networks ran on last. */
  device(): string | null;
}

declare global {
  interface Window {
    maskscope?: Batch;
  }
}

/** @param keepWeights chooses the network of a file; resolves to why it was refused, null where it was not */
export function exposeAutomation(
  experiment: Experiment,
  library: Library,
  keepWeights: (file: File) => Promise<string | null>,
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
    async findCrf(name, { targetBpp, ...change }) {
      const source = await sequence(name);
      experiment.store.setState(({ configuration }) => ({
        configuration: { ...configuration, ...change },
      }));
      const found = await experiment.findCrf(source, targetBpp);
      if (!found) throw new Error('it was cancelled');
      return found;
    },
    async masks(column) {
      const { source, experiment: state } = experiment.store.getState();
      if (!source) throw new Error('nothing was run');
      return toBase64(await maskArchive(source, state.columns[column]));
    },
    progress() {
      const { experiment: state, configuration } = experiment.store.getState();
      const done = configuration.columns.reduce(
        (sum, name) => sum + state.columns[name].mapsReady,
        0,
      );
      return { done, total: configuration.columns.length * state.frameCount };
    },
    async keepWeights(file) {
      const problem = await keepWeights(file);
      if (problem) throw new Error(problem);
      return experiment.store.getState().configuration.network;
    },
    device() {
      return experiment.store.getState().experiment.provider?.device ?? null;
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
