import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { Problem } from '../problem.ts';
import { textDigest } from '../sequence/fingerprint.ts';
import { type SequenceResult, sequenceResultSchema } from './resultSchema.ts';

/** A finished experiment as the browser keeps it. */
export interface KeptResult {
  /** {@link resultKey} of what it was made from. */
  readonly key: string;
  readonly savedAt: number;
  readonly result: SequenceResult;
}

interface ResultDatabase extends DBSchema {
  results: { key: string; value: { key: string; savedAt: number; result: unknown } };
}

/** Where results stay between visits: this browser's IndexedDB. */
export class ResultStore {
  private database: Promise<IDBPDatabase<ResultDatabase>> | null = null;

  constructor(private readonly name = 'maskscope-results') {}

  /**
   * Keeps results; one of the same key is replaced.
   *
   * @throws Problem when the browser has no room for them or keeps nothing at all
   */
  async put(...kept: readonly KeptResult[]): Promise<void> {
    await this.use('kept', async (database) => {
      const transaction = database.transaction('results', 'readwrite');
      await Promise.all([...kept.map((entry) => transaction.store.put(entry)), transaction.done]);
    });
  }

  /** The result of this key, null where none is kept or an older version left it. */
  async get(key: string): Promise<SequenceResult | null> {
    const entry = await this.use('read', (database) => database.get('results', key));
    return entry ? (parse(entry)?.result ?? null) : null;
  }

  /** All kept results, the latest first; those of older versions are left out. */
  async list(): Promise<KeptResult[]> {
    const entries = await this.use('read', (database) => database.getAll('results'));
    return entries.flatMap((entry) => parse(entry) ?? []).sort((a, b) => b.savedAt - a.savedAt);
  }

  async delete(...keys: readonly string[]): Promise<void> {
    await this.use('deleted', async (database) => {
      const transaction = database.transaction('results', 'readwrite');
      await Promise.all([...keys.map((key) => transaction.store.delete(key)), transaction.done]);
    });
  }

  private async use<T>(
    done: string,
    work: (database: IDBPDatabase<ResultDatabase>) => Promise<T>,
  ): Promise<T> {
    try {
      this.database ??= openDB<ResultDatabase>(this.name, 1, {
        upgrade: (database) => {
          database.createObjectStore('results', { keyPath: 'key' });
        },
        // Another tab may want to upgrade or clear it; the next use opens it again.
        blocking: () => this.close(),
        terminated: () => this.close(),
      });
      return await work(await this.database);
    } catch (cause) {
      this.close();
      throw storeProblem(done, cause);
    }
  }

  private close(): void {
    const { database } = this;
    this.database = null;
    database?.then((open) => open.close()).catch(() => {});
  }
}

/**
 * The key of a result: a digest of everything that decides it. Two results of one key are the same
 * experiment, computed twice.
 */
export function resultKey({
  configuration,
  columns,
  frames,
  provenance,
}: SequenceResult): Promise<string> {
  const { input, commandLine, networks, versions } = provenance;
  const parts = {
    input,
    commandLine,
    networks,
    versions,
    configuration,
    frames,
    columns: Object.entries(columns).map(([name, { title, provider }]) => [name, title, provider]),
  };
  return textDigest(JSON.stringify(parts));
}

function parse({ key, savedAt, result }: { key: string; savedAt: number; result: unknown }) {
  const parsed = sequenceResultSchema.safeParse(result);
  return parsed.success ? { key, savedAt, result: parsed.data } : null;
}

function storeProblem(done: string, cause: unknown): Problem {
  const isFull = cause instanceof DOMException && cause.name === 'QuotaExceededError';
  return isFull
    ? new Problem(
        'The result could not be kept: the disk, or the share of it that the browser gives to this page, is full.',
        'Delete kept results that you no longer need, or export this one to a file.',
        { cause },
      )
    : new Problem(
        `Results could not be ${done}: the browser does not let this page store anything.`,
        'Leave private browsing or allow site data; until then export results to files.',
        { cause },
      );
}
