import { proxy } from 'comlink';
import { createStore } from 'zustand/vanilla';
import type { KeptCheckpoint } from '../../checkpoint/checkpointStore.ts';
import type { Experiment } from '../../experiment/experiment.ts';
import { createWeightsFilesWorker } from '../../networks/createWeightsFilesWorker.ts';
import { isVosNetworkName, needsWeightsFile, VOS_NETWORKS } from '../../networks/vosNetworks.ts';
import type { WeightsFilesApi } from '../../networks/weightsFilesApi.ts';
import { describeError, isAbort } from '../../problem.ts';
import type { WorkerHandle } from '../../workers/workerHandle.ts';

interface WeightsLibraryState {
  /** Files of weights that this browser keeps, the latest first; null until they are listed. */
  readonly kept: readonly KeptCheckpoint[] | null;
  /** The file that is being looked at and copied, and how much of that is done, 0..1. */
  readonly keeping: { readonly name: string; readonly done: number } | null;
  /** Why the last file was not taken, or the files could not be listed; null while all is well. */
  readonly problem: string | null;
  /** Counts the files that were brought, so that the page can show where they went. */
  readonly brought: number;
}

/** Networks' weights that the user brought: they stay in this browser, and the latest one runs. */
export class WeightsLibrary {
  readonly store = createStore<WeightsLibraryState>(() => ({
    kept: null,
    keeping: null,
    problem: null,
    brought: 0,
  }));
  private current: AbortController | null = null;

  constructor(
    private readonly experiment: Experiment,
    private readonly worker: WorkerHandle<WeightsFilesApi> = createWeightsFilesWorker(),
  ) {}

  /** Lists what is kept. Never rejects: what went wrong is in the store. */
  async load(): Promise<void> {
    try {
      this.store.setState({ kept: await this.worker.run((api) => api.list()) });
    } catch (error) {
      this.store.setState({ kept: [], problem: describeError(error) });
    }
  }

  /**
   * Keeps a file of weights and runs its network. Never rejects: what went wrong is in the store, and
   * nothing else has changed then.
   */
  async keep(file: Blob, name: string): Promise<void> {
    this.current?.abort();
    const abort = new AbortController();
    this.current = abort;
    this.store.setState(({ brought }) => ({
      keeping: { name, done: 0 },
      problem: null,
      brought: brought + 1,
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

  /** Stops keeping the file under way; nothing of it is left. */
  cancel(): void {
    this.current?.abort();
  }

  /** Forgets a file of weights. Never rejects. */
  async delete({ sha256, network }: KeptCheckpoint): Promise<void> {
    const latest = this.store.getState().kept?.find((kept) => kept.network === network);
    try {
      await this.worker.run((api) => api.delete(sha256));
    } catch (error) {
      this.store.setState({ problem: describeError(error) });
    }
    await this.load();
    const { configuration } = this.experiment.store.getState();
    if (configuration.network !== network || latest?.sha256 !== sha256) return;
    const another = this.store.getState().kept?.some((kept) => kept.network === network);
    if (another) await this.experiment.restart();
    else await this.experiment.configure({ network: VOS_NETWORKS[0].name });
  }

  /** The latest file that is kept for a network; null where there is none. */
  latestFor(network: string): KeptCheckpoint | null {
    return this.store.getState().kept?.find((kept) => kept.network === network) ?? null;
  }

  private async use(network: string): Promise<void> {
    if (!isVosNetworkName(network) || !needsWeightsFile(network)) return;
    const { configuration } = this.experiment.store.getState();
    if (configuration.network === network) await this.experiment.restart();
    else await this.experiment.configure({ network });
  }
}
