import { createStore } from 'zustand/vanilla';
import type { FoundFile } from '../files/foundFile.ts';
import { describeError } from '../problem.ts';
import { listHttpSequences } from './httpSequences.ts';
import { listFiles } from './openFiles.ts';
import type {
  BrokenSequence,
  SequenceListing,
  SequenceOrigin,
  SequenceSource,
} from './sequence.ts';

interface LibraryState {
  /** Listings under way. */
  readonly loading: number;
  readonly sequences: readonly SequenceSource[];
  readonly broken: readonly BrokenSequence[];
  /** Why a folder or server could not be listed at all; null while all is well. */
  readonly problem: string | null;
  /** Counts the folders that the user opened. */
  readonly opened: number;
}

/** All sequences that can be opened: built in, on the server, and in the user's folder. */
export class Library {
  readonly store = createStore<LibraryState>(() => ({
    loading: 0,
    sequences: [],
    broken: [],
    problem: null,
    opened: 0,
  }));
  private loaded: Promise<void> | null = null;

  /** @param base the app's base address, with a `/` at its end */
  constructor(private readonly base: string) {}

  /** Lists what the server offers, once. Never rejects: what went wrong is in the store. */
  load(): Promise<void> {
    this.loaded ??= this.loadServed();
    return this.loaded;
  }

  /**
   * The sequence of this name, the user's folder first, then the server's, then the built-in.
   *
   * @param name null for the first one there is
   */
  find(name: string | null): SequenceSource | null {
    const { sequences } = this.store.getState();
    return sequences.find((sequence) => name === null || sequence.name === name) ?? null;
  }

  /**
   * Lists the sequences in the user's files: folders, archives, videos. Never rejects: what went
   * wrong is in the store.
   */
  async openFiles(files: readonly FoundFile[]): Promise<void> {
    this.store.setState(({ opened }) => ({ problem: null, opened: opened + 1 }));
    await this.list('folder', listFiles(files));
  }

  /** Puts a changed sequence, such as one that got its first mask, in the place of the old one. */
  replace(old: SequenceSource, changed: SequenceSource): void {
    this.store.setState(({ sequences }) => ({
      sequences: sequences.map((sequence) => (sequence === old ? changed : sequence)),
    }));
  }

  private async loadServed(): Promise<void> {
    // A demo machine opens straight into the folder that it serves.
    await this.list('served', listHttpSequences(`${this.base}davis/`, 'served'));
    await this.list('built-in', listHttpSequences(`${this.base}samples/`, 'built-in'));
  }

  /** Takes over a listing in place of what that origin had; one that fails leaves all as it was. */
  private async list(origin: SequenceOrigin, listing: Promise<SequenceListing>): Promise<void> {
    this.store.setState(({ loading }) => ({ loading: loading + 1 }));
    try {
      const { sequences, broken } = await listing;
      const others = <Item extends { origin: SequenceOrigin }>(items: readonly Item[]) =>
        items.filter((item) => item.origin !== origin);
      this.store.setState((state) => ({
        sequences: [...others(state.sequences), ...sequences].sort(byOrigin),
        broken: [...others(state.broken), ...broken],
      }));
    } catch (error) {
      const text = describeError(error);
      this.store.setState(({ problem }) => ({ problem: problem ? `${problem} ${text}` : text }));
    } finally {
      this.store.setState(({ loading }) => ({ loading: loading - 1 }));
    }
  }
}

const ORIGIN_ORDER = { folder: 0, served: 1, 'built-in': 2 } as const;

/** A stable order: within an origin the listing's own stays. */
function byOrigin(a: SequenceSource, b: SequenceSource): number {
  return ORIGIN_ORDER[a.origin] - ORIGIN_ORDER[b.origin];
}
