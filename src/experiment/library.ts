import { createStore } from 'zustand/vanilla';
import { describeError } from '../problem.ts';
import { listDavisFolder } from '../sequence/davisFolder.ts';
import { filesOfDirectory, filesOfDrop, filesOfInput } from '../sequence/droppedFiles.ts';
import { listHttpSequences } from '../sequence/httpSequences.ts';
import type { BrokenSequence, SequenceListing, SequenceSource } from '../sequence/sequence.ts';
import type { FoundFile } from '../sequence/sequenceFiles.ts';

interface LibraryState {
  readonly loading: boolean;
  readonly sequences: readonly SequenceSource[];
  readonly broken: readonly BrokenSequence[];
  /** Why a folder or server could not be listed at all; null while all is well. */
  readonly problem: string | null;
  /** Counts the folders that the person opened. */
  readonly opened: number;
}

/** All sequences that can be opened: built in, on the server, and in the person's folder. */
export class Library {
  readonly store = createStore<LibraryState>(() => ({
    loading: false,
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
   * The sequence of this name, the person's folder first, then the server's, then the built-in.
   *
   * @param name null for the first one there is
   */
  find(name: string | null): SequenceSource | null {
    const { sequences } = this.store.getState();
    return sequences.find((sequence) => name === null || sequence.name === name) ?? null;
  }

  /** Opens a dropped folder. Call it inside the event's handler. */
  openDrop(transfer: DataTransfer): Promise<void> {
    return this.openFolder(filesOfDrop(transfer));
  }

  /** Opens the folder of an `<input webkitdirectory>`. */
  openFileList(list: Iterable<File>): Promise<void> {
    return this.openFolder(Promise.resolve(filesOfInput(list)));
  }

  /** Opens a folder of the browser's directory picker. */
  openDirectory(directory: FileSystemDirectoryHandle): Promise<void> {
    return this.openFolder(filesOfDirectory(directory));
  }

  private async loadServed(): Promise<void> {
    this.store.setState({ loading: true });
    // A demo machine opens straight into the folder that it serves.
    await this.add(listHttpSequences(`${this.base}davis/`, 'served'));
    await this.add(listHttpSequences(`${this.base}samples/`, 'built-in'));
    this.store.setState({ loading: false });
  }

  private async openFolder(files: Promise<FoundFile[]>): Promise<void> {
    const { sequences, broken, opened } = this.store.getState();
    this.store.setState({
      loading: true,
      problem: null,
      opened: opened + 1,
      sequences: sequences.filter(({ origin }) => origin !== 'folder'),
      broken: broken.filter(({ origin }) => origin !== 'folder'),
    });
    await this.add(files.then((found) => listDavisFolder(found)));
    this.store.setState({ loading: false });
  }

  private async add(listing: Promise<SequenceListing>): Promise<void> {
    try {
      const { sequences, broken } = await listing;
      this.store.setState((state) => ({
        sequences: [...state.sequences, ...sequences].sort(byOrigin),
        broken: [...state.broken, ...broken],
      }));
    } catch (error) {
      const text = describeError(error);
      this.store.setState(({ problem }) => ({ problem: problem ? `${problem} ${text}` : text }));
    }
  }
}

const ORIGIN_ORDER = { folder: 0, served: 1, 'built-in': 2 } as const;

/** A stable order: within an origin the listing's own stays. */
function byOrigin(a: SequenceSource, b: SequenceSource): number {
  return ORIGIN_ORDER[a.origin] - ORIGIN_ORDER[b.origin];
}
