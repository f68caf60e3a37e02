import { proxy } from 'comlink';
import { createStore } from 'zustand/vanilla';
import type { KeptCheckpoint } from '../../checkpoint/checkpointStore.ts';
import type { Experiment } from '../../experiment/experiment.ts';
import { createWeightsFilesWorker } from '../../networks/createWeightsFilesWorker.ts';
import { isVosNetworkName, needsWeightsFile, VOS_NETWORKS } from '../../networks/vosNetworks.ts';
import type { WeightsFilesApi } from '../../networks/weightsFilesApi.ts';
import { describeError, isAbort } from '../../problem.ts';
import { type ColumnSpec, networkOf } from '../../results/columnSpec.ts';
import type { WorkerHandle } from '../../workers/workerHandle.ts';
import { withNetwork } from '../columns/listEdits.ts';

interface WeightsLibraryState {
  /** Weights files saved in this browser, latest first; null until they are listed. */
  readonly kept: readonly KeptCheckpoint[] | null;
  /** The file that is being saved, and its progress, 0..1. */
  readonly keeping: { readonly name: string; readonly done: number } | null;
  /** Why the last operation failed; null if it did not. */
  readonly problem: string | null;
  /** Number of files added, so that the page can open its dialog when it changes. */
  readonly added: number;
}

/**
 * User-supplied network weights. They are saved in this browser; a network uses its latest file.
 */
export class WeightsLibrary {
  readonly store = createStore<WeightsLibraryState>(() => ({
    kept: null,
    keeping: null,
    problem: null,
    added: 0,
  }));
  private current: AbortController | null = null;

  constructor(
    private readonly experiment: Experiment,
    private readonly worker: WorkerHandle<WeightsFilesApi> = createWeightsFilesWorker(),
  ) {}

  /** Lists the saved files. Does not reject: errors go to the store. */
  async load(): Promise<void> {
    try {
      this.store.setState({ kept: await this.worker.run((api) => api.list()) });
    } catch (error) {
      this.store.setState({ kept: [], problem: describeError(error) });
    }
  }

  /**
   * Saves a weights file and runs its network. Does not reject: errors go to the store and change
   * nothing else.
   */
  async keep(file: Blob, name: string): Promise<void> {
    this.current?.abort();
    const abort = new AbortController();
    this.current = abort;
    this.store.setState(({ added }) => ({
      keeping: { name, done: 0 },
      problem: null,
      added: added + 1,
    }));
    const onProgress = proxy((done: number) => {
      if (!abort.signal.aborted) this.store.setState({ keeping: { name, done } });
    });
    try {
      const kept = await this.worker.run((api) => api.keep(file, name, onProgress), abort.signal);
      this.store.setState({ keeping: null });
      await this.load();
      await this.use(kept.network);
    } catch (error) {
      if (this.current !== abort) return;
      this.store.setState({ keeping: null });
      if (!isAbort(error)) this.store.setState({ problem: describeError(error) });
    }
  }

  /** Stops saving the current file and removes its parts. */
  cancel(): void {
    this.current?.abort();
  }

  /** Deletes a weights file. Does not reject: errors go to the store. */
  async delete({ sha256, network }: KeptCheckpoint): Promise<void> {
    const latest = this.store.getState().kept?.find((kept) => kept.network === network);
    try {
      await this.worker.run((api) => api.delete(sha256));
    } catch (error) {
      this.store.setState({ problem: describeError(error) });
    }
    await this.load();
    const { columns } = this.experiment.store.getState().configuration;
    const isUsed = columns.some((column) => networkOf(column) === network);
    if (!isUsed || latest?.sha256 !== sha256) return;
    const another = this.store.getState().kept?.some((kept) => kept.network === network);
    if (another) await this.experiment.restart();
    else await this.experiment.configure({ columns: withoutNetwork(columns, network) });
  }

  /** The latest saved file of a network, or null. */
  latestFor(network: string): KeptCheckpoint | null {
    return this.store.getState().kept?.find((kept) => kept.network === network) ?? null;
  }

  private async use(network: string): Promise<void> {
    if (!isVosNetworkName(network) || !needsWeightsFile(network)) return;
    const { columns } = this.experiment.store.getState().configuration;
    const isUsed = columns.some((column) => networkOf(column) === network);
    if (isUsed) await this.experiment.restart();
    else await this.experiment.configure({ columns: withNetwork(columns, network) });
  }
}

/** Columns with a network whose weights are gone have the default network. */
function withoutNetwork(columns: readonly ColumnSpec[], network: string): readonly ColumnSpec[] {
  return columns.flatMap((column) =>
    networkOf(column) === network ? withNetwork([column], VOS_NETWORKS[0].name) : [column],
  );
}
