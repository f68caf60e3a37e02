import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { Problem } from '../problem.ts';
import type { Talk } from './talk.ts';
import { formatTalk, parseTalk } from './talkFile.ts';

interface TalkDatabase extends DBSchema {
  /** The text of a talk's file under `KEY`. */
  talks: { key: string; value: string };
}

/** There is one talk at a time; others are in files. */
const KEY = 'current';

/** Keeps the talk between visits, in the browser's IndexedDB. */
export class TalkStore {
  private database: Promise<IDBPDatabase<TalkDatabase>> | null = null;

  constructor(private readonly name = 'maskscope-talks') {}

  /** Null if none is kept. @throws Problem when the storage does not answer, or as `parseTalk` */
  async get(): Promise<Talk | null> {
    const text = await this.use(
      (database) => database.get('talks', KEY),
      (cause) =>
        new Problem(
          'The kept talk could not be read: the browser’s storage does not answer.',
          'Load this page again, or allow it to store data.',
          { cause },
        ),
    );
    return text === undefined ? null : parseTalk(text, 'The kept talk');
  }

  /** @throws Problem when the storage is full or not available */
  async put(talk: Talk): Promise<void> {
    await this.use((database) => database.put('talks', formatTalk(talk), KEY), notKept);
  }

  private async use<T>(
    work: (database: IDBPDatabase<TalkDatabase>) => Promise<T>,
    problemOf: (cause: unknown) => Problem,
  ): Promise<T> {
    try {
      this.database ??= openDB<TalkDatabase>(this.name, 1, {
        upgrade: (database) => {
          database.createObjectStore('talks');
        },
        blocking: () => this.close(),
        terminated: () => this.close(),
      });
      return await work(await this.database);
    } catch (cause) {
      this.close();
      throw problemOf(cause);
    }
  }

  private close(): void {
    const { database } = this;
    this.database = null;
    database?.then((open) => open.close()).catch(() => {});
  }
}

function notKept(cause: unknown): Problem {
  const isFull = cause instanceof DOMException && cause.name === 'QuotaExceededError';
  return new Problem(
    isFull
      ? 'The talk could not be kept: the disk, or this page’s share of it, is full.'
      : 'The talk could not be kept: the browser does not allow this page to store anything.',
    'Save it as a file before you close this page.',
    { cause },
  );
}
