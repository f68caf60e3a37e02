import { createStore } from 'zustand/vanilla';
import { RUN_EXTENSION } from '../experiment/runExtension.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { fileIn, isNamed, namesIn, openPrivateFolder, writeIn } from '../files/privateFolder.ts';
import { describeError, Problem } from '../problem.ts';

/** A file on the shelf. */
export interface GivenRun {
  readonly name: string;
  readonly bytes: number;
}

interface GivenRunsState {
  /** All files on the shelf, by name. */
  readonly files: readonly GivenRun[];
  /** Why files could not be kept for later visits, or not be deleted, for the user; null if they are. */
  readonly problem: string | null;
}

/** Where files stay between visits. */
export interface GivenRunFolder {
  put(file: NamedFile): Promise<void>;
  /** The file of this name; null if there is none. */
  open(name: string): Promise<Blob | null>;
  list(): Promise<readonly GivenRun[]>;
  delete(names: readonly string[]): Promise<void>;
}

/**
 * A shelf of run files that came with a talk or with lessons. An address finds them by their names:
 * `run=NAME.maskscope`. They stay for later visits if the browser allows it, else until the page is
 * closed. No method rejects, except for `find`.
 */
export class GivenRuns {
  readonly store = createStore<GivenRunsState>(() => ({ files: [], problem: null }));
  /** Those of this visit: the folder may refuse them. */
  private readonly added = new Map<string, Blob>();
  private loaded: Promise<unknown> | null = null;

  constructor(private readonly folder: GivenRunFolder) {}

  /** Lists the files of earlier visits, once. */
  async load(): Promise<void> {
    this.loaded ??= this.refresh();
    await this.loaded;
  }

  /** Puts files on the shelf. One of the same name is replaced. */
  async add(files: readonly NamedFile[]): Promise<void> {
    for (const { name, data } of files) this.added.set(name, data);
    try {
      for (const file of files) await this.folder.put(file);
      this.store.setState({ problem: null });
    } catch (error) {
      this.store.setState({ problem: describeError(error) });
    }
    await this.refresh();
  }

  /**
   * The file that an address names; null if it names something else, or if it is not here.
   *
   * @throws Problem when it may be here, but the browser's storage does not answer
   */
  async find(address: string): Promise<NamedFile | null> {
    if (!isGivenName(address)) return null;
    const data = this.added.get(address) ?? (await this.stored(address));
    return data && { name: address, data };
  }

  /** Takes files from the shelf. */
  async remove(names: readonly string[]): Promise<void> {
    for (const name of names) this.added.delete(name);
    try {
      await this.folder.delete(names);
      this.store.setState({ problem: null });
    } catch (error) {
      // What cannot be removed is still listed.
      this.store.setState({ problem: describeError(error) });
    }
    await this.refresh();
  }

  private async stored(name: string): Promise<Blob | null> {
    try {
      return await this.folder.open(name);
    } catch (cause) {
      throw new Problem(
        `The run ${name} could not be looked for: the browser’s storage does not answer.`,
        'Drop the file, or the .zip or folder that contains it.',
        { cause },
      );
    }
  }

  private async refresh(): Promise<void> {
    // Where nothing can be stored, there is nothing of earlier visits either.
    const stored = await this.folder.list().catch(() => []);
    const files = new Map(stored.map((file) => [file.name, file]));
    for (const [name, { size }] of this.added) files.set(name, { name, bytes: size });
    const sorted = [...files.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    this.store.setState({ files: sorted });
  }
}

/** True for the name of a run file, without a folder. */
function isGivenName(address: string): boolean {
  return !/[/\\]/.test(address) && address.endsWith(`.${RUN_EXTENSION}`);
}

/** The shelf in this browser's own file system (OPFS). */
export class PrivateRunFolder implements GivenRunFolder {
  constructor(private readonly folder = 'given-runs') {}

  /** @throws Problem when the disk is full or the browser does not allow storage */
  async put({ name, data }: NamedFile): Promise<void> {
    const directory = await this.directory();
    try {
      await writeIn(directory, name, name, (writable) => writable.write(data));
    } catch (cause) {
      if (!isNamed(cause, 'QuotaExceededError')) throw cause;
      throw new Problem(
        `${name} could not be kept: the disk, or this page’s share of it, is full.`,
        'It can be shown until this page is closed. Delete kept runs that you no longer need.',
        { cause },
      );
    }
  }

  /** @throws Problem when the browser does not allow storage */
  async open(name: string): Promise<Blob | null> {
    return fileIn(await this.directory(), name);
  }

  /** @throws Problem when the browser does not allow storage */
  async list(): Promise<readonly GivenRun[]> {
    const directory = await this.directory();
    const names = (await namesIn(directory)).filter(isGivenName);
    const files = await Promise.all(names.map((name) => fileIn(directory, name)));
    // One that another tab has just deleted is null.
    return files.filter((file) => file !== null).map(({ name, size }) => ({ name, bytes: size }));
  }

  /** @throws Problem when the browser does not allow storage */
  async delete(names: readonly string[]): Promise<void> {
    const directory = await this.directory();
    for (const name of names) {
      if (await fileIn(directory, name)) await directory.removeEntry(name);
    }
  }

  private directory(): Promise<FileSystemDirectoryHandle> {
    return openPrivateFolder(this.folder, {
      failed: 'The runs of a talk or lesson cannot be kept',
      consequence: 'Until then, they can be shown until this page is closed.',
    });
  }
}
