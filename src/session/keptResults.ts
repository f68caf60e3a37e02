import { createStore } from 'zustand/vanilla';
import type { Experiment } from '../experiment/experiment.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { formatBytes } from '../files/readBytes.ts';
import { describeError, Problem } from '../problem.ts';
import { formatResultFile, parseResultFile } from '../results/resultFile.ts';
import { type Computation, computationOf, resultKey } from '../results/resultIdentity.ts';
import type { ColumnResult, SequenceResult } from '../results/resultSchema.ts';
import type { KeptResult, ResultStore } from '../results/resultStore.ts';

interface KeptResultsState {
  /** Latest first. */
  readonly results: readonly KeptResult[];
  /** Number of further results, stored by another version of Maskscope, that cannot be read. */
  readonly outdated: number;
  /** Why results could not be kept, read or deleted, for the user; null if there is no problem. */
  readonly problem: string | null;
}

/** Describes columns of a sequence, to find results with them. */
export interface ResultQuery extends Pick<SequenceResult, 'memoryFrames' | 'frameLimit'> {
  readonly columns: readonly Computation[];
  /** The execution provider on which all of them would run. */
  readonly provider: ColumnResult['provider'];
  readonly provenance: Pick<SequenceResult['provenance'], 'input' | 'networks' | 'versions'>;
}

/**
 * The results of this visit and of earlier ones. A result that the browser cannot store is kept
 * until the page is closed, and the store has a `problem`.
 */
export class KeptResults {
  readonly store = createStore<KeptResultsState>(() => ({
    results: [],
    outdated: 0,
    problem: null,
  }));
  private loaded: Promise<void> | null = null;
  /** Results that could not be stored, latest last. */
  private unkept: readonly KeptResult[] = [];

  constructor(private readonly database: Pick<ResultStore, 'put' | 'list' | 'delete'>) {}

  /** Reads the results of earlier visits, once it is possible. Never rejects. */
  load(): Promise<void> {
    this.loaded ??= this.attempt(async () => {
      try {
        const { results, outdated } = await this.database.list();
        this.merge(results);
        this.store.setState({ outdated: outdated.length });
      } catch (error) {
        // The next call tries again.
        this.loaded = null;
        throw error;
      }
    });
    return this.loaded;
  }

  /**
   * Keeps new results. They appear in the store only after they have been written, so that a page
   * that shows them can be closed. Never rejects: a result that cannot be written is also added,
   * with a `problem`.
   */
  async add(results: readonly SequenceResult[]): Promise<void> {
    const savedAt = Date.now();
    const entries = await Promise.all(
      results.map(async (result) => ({ key: await resultKey(result), savedAt, result })),
    );
    const keys = entries.map(({ key }) => key);
    this.unkept = [...this.unkept.filter(({ key }) => !keys.includes(key)), ...entries];
    await this.keep();
    this.merge(entries);
  }

  async delete(keys: readonly string[]): Promise<void> {
    this.store.setState(({ results }) => ({
      results: results.filter(({ key }) => !keys.includes(key)),
    }));
    this.unkept = this.unkept.filter(({ key }) => !keys.includes(key));
    await this.attempt(async () => {
      await this.database.delete(...keys);
      await this.keep();
    });
  }

  /** Deletes the results that another version of Maskscope stored. */
  async deleteOutdated(): Promise<void> {
    await this.attempt(async () => {
      const { outdated } = await this.database.list();
      await this.database.delete(...outdated);
      this.store.setState({ outdated: 0 });
      await this.keep();
    });
  }

  /**
   * Adds the results of a result file.
   *
   * @throws Problem when the file cannot be read; then nothing is added
   */
  async importFile({ name, data }: NamedFile): Promise<void> {
    if (data.size > MOST_BYTES) {
      throw new Problem(
        `${name} has ${formatBytes(data.size)}, more than the page can read at once (${formatBytes(MOST_BYTES)}).`,
        'Use npm run report for it, or evaluate its sequences in parts.',
      );
    }
    const { sequences } = parseResultFile(await data.text(), name);
    await this.add(sequences);
  }

  /** A result file with the results of these keys. */
  exportFile(keys: readonly string[]): Blob {
    const sequences = this.store
      .getState()
      .results.filter(({ key }) => keys.includes(key))
      .map(({ result }) => result);
    const environment = { date: new Date().toISOString(), browser: navigator.userAgent };
    const text = formatResultFile({ environment, sequences, failures: [] });
    return new Blob([text], { type: 'application/json' });
  }

  /** Finds results with all of these columns, of the same input and programs; latest first. */
  find({ columns, provider, ...settings }: ResultQuery): SequenceResult[] {
    const wanted = columns.map((column) => computationOf(column, settings));
    return this.store
      .getState()
      .results.map(({ result }) => result)
      .filter((result) => {
        const made = result.columns
          .filter((column) => column.provider === provider)
          .map((column) => computationOf(column, result));
        return wanted.every((computation) => made.includes(computation));
      });
  }

  /**
   * Writes the results that are not stored yet, one by one: if one is too large, others may fit.
   */
  private async keep(): Promise<void> {
    let problem: string | null = null;
    for (const entry of this.unkept.toReversed()) {
      try {
        await this.database.put(entry);
        this.unkept = this.unkept.filter((other) => other !== entry);
      } catch (error) {
        problem = describeError(error);
      }
    }
    this.store.setState({ problem });
  }

  private merge(entries: readonly KeptResult[]): void {
    this.store.setState(({ results }) => {
      const byKey = new Map([...results, ...entries].map((entry) => [entry.key, entry]));
      return { results: [...byKey.values()].sort((a, b) => b.savedAt - a.savedAt) };
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.store.setState({ problem: describeError(error) });
    }
  }
}

/** A file of 500 sequences with four columns at ten rates each has half as much. */
const MOST_BYTES = 32 * 2 ** 20;

/** Keeps all results of the experiment from now on. */
export function keepFinished(experiment: Experiment, results: KeptResults): void {
  experiment.store.subscribe(({ result }, before) => {
    if (result && result !== before.result) void results.add([result]);
  });
}
