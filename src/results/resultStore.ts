import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { Problem } from '../problem.ts';
import { listStored, type ResultListing, type StoredListing } from './resultListing.ts';
import { type KeptResult, type StoredResult, storedResult } from './storedResult.ts';

export type { KeptResult } from './storedResult.ts';

interface ResultDatabase extends DBSchema {
  results: { key: string; value: StoredResult };
}

/** Stores results in the browser's IndexedDB. */
export class ResultStore {
  private database: Promise<IDBPDatabase<ResultDatabase>> | null = null;
  /** Filled by `list`. Entries of earlier versions have other keys than their results have now. */
  private storedKeys: StoredListing['storedKeys'] = new Map();

  constructor(private readonly name = 'maskscope-results') {}

  /**
   * Stores results. An existing result with the same key is replaced.
   *
   * @throws Problem when the storage is full or not available
   */
  async put(...kept: readonly KeptResult[]): Promise<void> {
    await this.use('kept', async (database) => {
      const transaction = database.transaction('results', 'readwrite');
      const replaced = this.storedUnder(kept.map(({ key }) => key));
      await Promise.all([
        ...replaced.map((key) => transaction.store.delete(key)),
        ...kept.map((entry) => transaction.store.put(storedResult(entry))),
        transaction.done,
      ]);
    });
  }

  /** @throws Problem when the storage is not available */
  async list(): Promise<ResultListing> {
    const entries = await this.use('read', (database) => database.getAll('results'));
    const { storedKeys, ...listing } = await listStored(entries);
    this.storedKeys = storedKeys;
    return listing;
  }

  /** @throws Problem when the storage is not available */
  async delete(...keys: readonly string[]): Promise<void> {
    await this.use('deleted', async (database) => {
      const transaction = database.transaction('results', 'readwrite');
      const stored = [...keys, ...this.storedUnder(keys)];
      await Promise.all([...stored.map((key) => transaction.store.delete(key)), transaction.done]);
    });
  }

  private storedUnder(keys: readonly string[]): string[] {
    return keys.flatMap((key) => this.storedKeys.get(key) ?? []);
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
        // Another tab may need to upgrade or clear the database; the next use opens it again.
        blocking: () => this.close(),
        terminated: () => this.close(),
      });
      return await answered(work, this.database);
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

/** A browser whose storage is damaged, or busy with another tab, may never answer. */
const ANSWER_SECONDS = 8;

class SilentStorage extends Error {}

async function answered<Database, T>(
  work: (database: Database) => Promise<T>,
  database: Promise<Database>,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SilentStorage()), ANSWER_SECONDS * 1000);
  });
  try {
    return await Promise.race([database.then(work), silence]);
  } finally {
    clearTimeout(timer);
  }
}

function storeProblem(done: string, cause: unknown): Problem {
  if (cause instanceof SilentStorage) {
    return new Problem(
      `Results could not be ${done}: the browser’s storage did not answer for ${ANSWER_SECONDS} seconds.`,
      'Close other tabs of Maskscope. Until it answers, results stay here only as long as this page is open; export them to files.',
      { cause },
    );
  }
  if (cause instanceof DOMException && cause.name === 'VersionError') {
    return new Problem(
      `Results could not be ${done}: a newer version of Maskscope in another tab has changed the storage.`,
      'Export the results of this page to a file, then reload it.',
      { cause },
    );
  }
  const isFull = cause instanceof DOMException && cause.name === 'QuotaExceededError';
  return isFull
    ? new Problem(
        'The result could not be saved: the disk, or this page’s share of it, is full.',
        'Delete saved results that you no longer need, or export this one to a file.',
        { cause },
      )
    : new Problem(
        `Results could not be ${done}: the browser does not allow this page to store anything.`,
        'Leave private browsing or allow site data. Until then, export results to files.',
        { cause },
      );
}
