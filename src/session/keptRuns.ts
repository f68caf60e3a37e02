import { createStore } from 'zustand/vanilla';
import type { Run } from '../experiment/run.ts';
import { RUN_EXTENSION } from '../experiment/runExtension.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { NoPrivateFolder } from '../files/privateFolder.ts';
import type { ProviderChoice } from '../networks/networksApi.ts';
import { describeError } from '../problem.ts';
import { sameColumn } from '../results/columnSpec.ts';
import { type KeptRun, providerOf, type RunIdentity, type RunStore } from './runStore.ts';

interface KeptRunsState {
  /** Last used first. */
  readonly runs: readonly KeptRun[];
  /** Most bytes that all kept runs may take; 0 to keep none. */
  readonly limit: number;
  /** Why runs could not be kept, read or deleted, for the user; null if there is no problem. */
  readonly problem: string | null;
  /** Why this browser keeps no runs at all, for the user; null if it does, or is not known yet. */
  readonly unavailable: string | null;
}

/** A run to look for. */
export interface RunQuery extends Omit<RunIdentity, 'input' | 'provider'> {
  /** Name of the sequence. */
  readonly name: string;
  readonly frameCount: number;
  /**
   * The fingerprint of its files; null before they are read. Then the run may be of other pictures
   * of that name, see `assertSameSequence`.
   */
  readonly input: string | null;
  /** Where its networks must have run; `auto` for anywhere. */
  readonly provider: ProviderChoice;
  /** The versions of the programs: the figures of others may differ. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Used until the user chooses a limit: about fifty runs of 99 frames with four columns. */
export const DEFAULT_LIMIT = 500e6;

const LIMIT_KEY = 'maskscope-kept-runs-bytes';

/** The finished runs of this visit and of earlier ones. No method rejects. */
export class KeptRuns {
  readonly store = createStore<KeptRunsState>(() => ({
    runs: [],
    limit: storedLimit(),
    problem: null,
    unavailable: null,
  }));
  private loaded: Promise<unknown> | null = null;

  constructor(
    private readonly files: Pick<RunStore, 'put' | 'list' | 'open' | 'delete' | 'shrinkTo'>,
  ) {}

  /** False if the user wants no runs to be kept, or the browser cannot keep any. */
  get keepsAny(): boolean {
    const { limit, unavailable } = this.store.getState();
    return limit > 0 && unavailable === null;
  }

  /** Lists the runs of earlier visits, once. */
  async load(): Promise<void> {
    this.loaded ??= this.attempt(() => this.refresh());
    await this.loaded;
  }

  /**
   * Keeps a finished run; the least recently used ones make room. If that is not possible, the
   * store has a `problem`, until one can be kept; or it says why runs are `unavailable`.
   *
   * @param file the run as a file, from `writeRun` or as it was opened
   * @returns true if it is kept
   */
  async keep(run: Run, file: Blob): Promise<boolean> {
    if (!this.keepsAny) return false;
    const { limit } = this.store.getState();
    return await this.attempt(async () => {
      await this.files.put(run, file, limit);
      await this.refresh();
    });
  }

  /** The latest kept run of these columns by these programs; null if there is none. */
  find(query: RunQuery): KeptRun | null {
    const { name, frameCount, input, memoryFrames, columns, provider, versions } = query;
    const sameColumns = (run: KeptRun) =>
      run.columns.length === columns.length &&
      columns.every((spec, index) => {
        const other = run.columns[index];
        return other !== undefined && sameColumn(spec, other);
      });
    const found = this.store
      .getState()
      .runs.filter(
        (run) =>
          run.memoryFrames === memoryFrames &&
          run.frameCount === frameCount &&
          (provider === 'auto' || providerOf(run.provenance) === provider) &&
          sameVersions(run.provenance.versions, versions) &&
          (input === null ? run.name === name : run.provenance.input === input) &&
          sameColumns(run),
      );
    return found.toSorted((a, b) => b.keptAt - a.keptAt)[0] ?? null;
  }

  /** The file of a kept run, for `readRun`; null if it cannot be opened. */
  async open({ id, name }: Pick<KeptRun, 'id' | 'name'>): Promise<NamedFile | null> {
    let data: File | null = null;
    await this.attempt(async () => {
      data = await this.files.open(id);
      await this.refresh();
    });
    return data && { name: `${name}.${RUN_EXTENSION}`, data };
  }

  async delete(ids: readonly string[]): Promise<void> {
    await this.attempt(async () => {
      await this.files.delete(ids);
      await this.refresh();
    });
  }

  /** Changes the limit for this and later visits, and removes what is over it. */
  async setLimit(limit: number): Promise<void> {
    this.store.setState({ limit });
    storeLimit(limit);
    await this.attempt(async () => {
      await this.files.shrinkTo(limit);
      await this.refresh();
    });
  }

  private async refresh(): Promise<void> {
    this.store.setState({ runs: await this.files.list() });
  }

  /** @returns true if it worked */
  private async attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      this.store.setState({ problem: null });
      return true;
    } catch (error) {
      const text = describeError(error);
      this.store.setState(
        error instanceof NoPrivateFolder ? { unavailable: text } : { problem: text },
      );
      return false;
    }
  }
}

function sameVersions(a: RunQuery['versions'], b: RunQuery['versions']): boolean {
  const text = (versions: RunQuery['versions']) => JSON.stringify(Object.entries(versions).sort());
  return text(a) === text(b);
}

function storedLimit(): number {
  try {
    const text = localStorage.getItem(LIMIT_KEY);
    const limit = Number(text ?? Number.NaN);
    return Number.isFinite(limit) && limit >= 0 ? limit : DEFAULT_LIMIT;
  } catch {
    // Where site data is not allowed.
    return DEFAULT_LIMIT;
  }
}

function storeLimit(limit: number): void {
  try {
    localStorage.setItem(LIMIT_KEY, String(limit));
  } catch {
    // Then it is valid until the page is closed.
  }
}
