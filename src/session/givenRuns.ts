import { createStore } from 'zustand/vanilla';
import { RUN_EXTENSION } from '../experiment/runExtension.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { fileIn, isNamed, namesIn, writeIn } from '../files/privateFolder.ts';
import { describeError, Problem } from '../problem.ts';

interface GivenRunsState {
  /** The names of all files on the shelf. */
  readonly names: readonly string[];
  /** Why files could not be kept for later visits, for the user; null if they are. */
  readonly problem: string | null;
}

/** Where files stay between visits. */
export interface GivenRunFolder {
  put(file: NamedFile): Promise<void>;
  /** The file of this name; null if there is none. */
  open(name: string): Promise<Blob | null>;
  names(): Promise<readonly string[]>;
  delete(names: readonly string[]): Promise<void>;
}

/**
 * A shelf of run files that came with a talk or with lessons. An address finds them by their names:
 * `run=NAME.maskscope`. They stay for later visits if the browser allows it, else until the page is
 * closed. No method rejects.
 */
export class GivenRuns {
  readonly store = createStore<GivenRunsState>(() => ({ names: [], problem: null }));
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

  /** The file that an address names; null if it names something else, or if it is not here. */
  async find(address: string): Promise<NamedFile | null> {
    if (!isGivenName(address)) return null;
    const data = this.added.get(address) ?? (await this.folder.open(address).catch(() => null));
    return data && { name: address, data };
  }

  /** Takes files from the shelf. */
  async remove(names: readonly string[]): Promise<void> {
    for (const name of names) this.added.delete(name);
    // What cannot be removed is still listed.
    await this.folder.delete(names).catch(() => {});
    await this.refresh();
  }

  private async refresh(): Promise<void> {
    // Where nothing can be stored, there is nothing of earlier visits either.
    const stored = await this.folder.names().catch(() => []);
    this.store.setState({ names: [...new Set([...stored, ...this.added.keys()])].sort() });
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
  async names(): Promise<readonly string[]> {
    return (await namesIn(await this.directory())).filter(isGivenName);
  }

  /** @throws Problem when the browser does not allow storage */
  async delete(names: readonly string[]): Promise<void> {
    const directory = await this.directory();
    for (const name of names) {
      if (await fileIn(directory, name)) await directory.removeEntry(name);
    }
  }

  private async directory(): Promise<FileSystemDirectoryHandle> {
    try {
      const root = await navigator.storage.getDirectory();
      return await root.getDirectoryHandle(this.folder, { create: true });
    } catch (cause) {
      throw new Problem(
        'The runs of a talk or lesson cannot be kept: the browser does not allow this page to store anything.',
        'They can be shown until this page is closed. To keep them, leave private browsing or allow site data.',
        { cause },
      );
    }
  }
}
