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
import type { VideoReader } from './videoFile.ts';

interface LibraryState {
  /** Number of pending listings. */
  readonly loading: number;
  readonly sequences: readonly SequenceSource[];
  readonly broken: readonly BrokenSequence[];
  /** Why a folder or server could not be listed; null if there was no error. */
  readonly problem: string | null;
  /** Number of times that the user opened files. */
  readonly opened: number;
}

/** All available sequences: built-in, on the server, and in the user's files. */
export class Library {
  readonly store = createStore<LibraryState>(() => ({
    loading: 0,
    sequences: [],
    broken: [],
    problem: null,
    opened: 0,
  }));
  private loaded: Promise<void> | null = null;

  /**
   * @param base the base address of the app, with a trailing `/`
   * @param readVideo reads the facts of a video
   */
  constructor(
    private readonly base: string,
    private readonly readVideo: VideoReader,
  ) {}

  /** Lists the sequences on the server, once. Does not reject: errors go to the store. */
  load(): Promise<void> {
    this.loaded ??= this.loadServed();
    return this.loaded;
  }

  /**
   * Finds a sequence by its name, first in the user's files, then on the server, then built-in.
   *
   * @param name null for the first sequence
   */
  find(name: string | null): SequenceSource | null {
    const { sequences } = this.store.getState();
    return sequences.find((sequence) => name === null || sequence.name === name) ?? null;
  }

  /**
   * Lists the sequences in the user's files: folders, archives, videos. Does not reject: errors go
   * to the store.
   */
  async openFiles(files: readonly FoundFile[]): Promise<void> {
    this.store.setState(({ opened }) => ({ problem: null, opened: opened + 1 }));
    await this.list('folder', listFiles(this.readVideo, files));
  }

  /** Replaces a sequence with a changed one, e.g. with a new first mask. */
  replace(old: SequenceSource, changed: SequenceSource): void {
    this.store.setState(({ sequences }) => ({
      sequences: sequences.map((sequence) => (sequence === old ? changed : sequence)),
    }));
  }

  private async loadServed(): Promise<void> {
    // Served sequences come first, so that a demo opens with them.
    await this.list('served', listHttpSequences(`${this.base}davis/`, 'served'));
    await this.list('built-in', listHttpSequences(`${this.base}samples/`, 'built-in'));
  }

  /** Replaces the sequences of an origin. If the listing fails, the old ones stay. */
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

/** Sorts by origin; a stable sort keeps the order within an origin. */
function byOrigin(a: SequenceSource, b: SequenceSource): number {
  return ORIGIN_ORDER[a.origin] - ORIGIN_ORDER[b.origin];
}
