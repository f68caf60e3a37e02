import { createStore } from 'zustand/vanilla';
import type { Experiment } from '../experiment/experiment.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { describeError } from '../problem.ts';
import type { ComputedColumn } from '../results/columns.ts';
import { formatResultFile, parseResultFile } from '../results/resultFile.ts';
import { computationOf, resultKey } from '../results/resultIdentity.ts';
import type { SequenceResult } from '../results/resultSchema.ts';
import type { KeptResult, ResultStore } from '../results/resultStore.ts';

interface KeptResultsState {
  /** The latest first. */
  readonly results: readonly KeptResult[];
  /** How many more are kept that another version of Maskscope left: they cannot be read. */
  readonly outdated: number;
  /** Why something could not be kept, read or deleted; null while all is well. */
  readonly problem: string | null;
}

/** What the user wants to know of results before computing them. */
export interface WantedResult {
  readonly configuration: Omit<SequenceResult['configuration'], 'targetBpp'>;
  readonly columns: readonly ComputedColumn[];
  readonly provenance: Pick<
    SequenceResult['provenance'],
    'input' | 'commandLine' | 'networks' | 'versions'
  >;
}

/**
 * The results of this visit and of those before. A result that the browser cannot keep stays here
 * until the page is closed, and the store says so.
 */
export class KeptResults {
  readonly store = createStore<KeptResultsState>(() => ({
    results: [],
    outdated: 0,
    problem: null,
  }));
  private loaded: Promise<void> | null = null;
  /** Those that the browser had no room for, the latest last. */
  private unkept: readonly KeptResult[] = [];

  constructor(private readonly kept: Pick<ResultStore, 'put' | 'list' | 'delete'>) {}

  /** Reads what earlier visits left, once. Never rejects. */
  load(): Promise<void> {
    this.loaded ??= this.attempt(async () => {
      const { results, outdated } = await this.kept.list();
      this.merge(results);
      this.store.setState({ outdated: outdated.length });
    });
    return this.loaded;
  }

  /**
   * Keeps new results. They are in the store once they are kept: a page that shows them may be
   * left. Never rejects: one that cannot be kept is shown all the same, with the reason.
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
      await this.kept.delete(...keys);
      await this.keep();
    });
  }

  /** Deletes what no one can see: results that another version of Maskscope left. */
  async deleteOutdated(): Promise<void> {
    await this.attempt(async () => {
      const { outdated } = await this.kept.list();
      await this.kept.delete(...outdated);
      this.store.setState({ outdated: 0 });
      await this.keep();
    });
  }

  /**
   * Takes in a result file's results.
   *
   * @throws Problem that names the file when it cannot be read; then nothing has changed
   */
  async importFile({ name, data }: NamedFile): Promise<void> {
    const { sequences } = parseResultFile(await data.text(), name);
    await this.add(sequences);
  }

  /** A result file of the chosen results. */
  exportFile(keys: readonly string[]): Blob {
    const sequences = this.store
      .getState()
      .results.filter(({ key }) => keys.includes(key))
      .map(({ result }) => result);
    const environment = { date: new Date().toISOString(), browser: navigator.userAgent };
    const text = formatResultFile({ environment, sequences, failures: [] });
    return new Blob([text], { type: 'application/json' });
  }

  /**
   * Results of the same input and settings, by the same programs, the latest first. What they ran
   * on is for the caller to compare.
   */
  find({ configuration, columns, provenance }: WantedResult): SequenceResult[] {
    const wanted = computationOf({ configuration, provenance }, columns);
    return this.store
      .getState()
      .results.map(({ result }) => result)
      .filter(
        (result) =>
          computationOf(result, columns) === wanted &&
          columns.every((name) => result.columns[name]),
      );
  }

  /** Writes what is not kept yet, each for itself: one that finds no room leaves room for others. */
  private async keep(): Promise<void> {
    let problem: string | null = null;
    for (const entry of this.unkept.toReversed()) {
      try {
        await this.kept.put(entry);
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

/** Keeps what the experiment gives, from now on. */
export function keepFinished(experiment: Experiment, results: KeptResults): void {
  experiment.store.subscribe(({ result }, before) => {
    if (result && result !== before.result) void results.add([result]);
  });
}
