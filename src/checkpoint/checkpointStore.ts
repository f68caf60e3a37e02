import { z } from 'zod';
import { type FileProgress, fileSha256, forEachPiece } from '../files/fileSha256.ts';
import { Problem } from '../problem.ts';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

const keptSchema = z.object({
  /** Of the whole file, 64 hexadecimal digits: what it is kept and found under. */
  sha256: sha256Schema,
  /** What the file was called when it was kept. */
  name: z.string(),
  /** Bytes. */
  size: z.int().nonnegative(),
  /** Which network its tensors are for, such as `stcn`. */
  network: z.string(),
  /** Milliseconds since 1970. */
  keptAt: z.number(),
});

/** A checkpoint that stays in the browser. */
export type KeptCheckpoint = Readonly<z.infer<typeof keptSchema>>;

/**
 * Where checkpoints stay between visits: this browser's own file system (OPFS), as `SHA256.pth` beside
 * `SHA256.json`, which says what it is. That is written last, so a file without it is none: what a
 * closed page or a failure leaves is not listed, and removed when something is kept or deleted next.
 */
export class CheckpointStore {
  constructor(private readonly folder = 'checkpoints') {}

  /**
   * Copies a checkpoint into the browser; one that is there already is recognised and not copied again.
   *
   * @throws Problem when the disk is full, the file cannot be read, or the browser keeps nothing; or
   *   AbortError. Nothing of the file is left then.
   */
  async put(
    file: Blob,
    { name, network }: Pick<KeptCheckpoint, 'name' | 'network'>,
    { signal, onProgress }: FileProgress = {},
  ): Promise<KeptCheckpoint> {
    const sha256 = await fileSha256(file, name, {
      signal,
      onProgress: (done) => onProgress?.(done * HASHING_SHARE),
    });
    const kept = { sha256, name, size: file.size, network, keptAt: Date.now() };
    try {
      return await this.change('kept', async (directory) => {
        await removeLeftovers(directory);
        const known = await readKept(directory, sha256);
        if (known?.network === network) {
          onProgress?.(1);
          return known;
        }
        await writeKept(directory, known ? null : file, kept, {
          signal,
          onProgress: (done) => onProgress?.(HASHING_SHARE + done * (1 - HASHING_SHARE)),
        });
        return kept;
      });
    } catch (error) {
      throw isNamed(error, 'QuotaExceededError') ? diskFull(kept, error) : error;
    }
  }

  /** The latest first. @throws Problem when the browser keeps nothing at all */
  async list(): Promise<readonly KeptCheckpoint[]> {
    const directory = await this.directory('listed');
    const names = await namesIn(directory);
    const hashes = names.flatMap((name) => KIND_NAME.exec(name)?.[1] ?? []);
    const found = await Promise.all(hashes.map((sha256) => readKept(directory, sha256)));
    return found.filter((kept) => kept !== null).sort((a, b) => b.keptAt - a.keptAt);
  }

  /**
   * A kept checkpoint's file, none of which is in memory; null when it is not (or no longer) kept.
   *
   * @throws Problem when the browser keeps nothing at all
   */
  async open(sha256: string): Promise<File | null> {
    const directory = await this.directory('opened');
    return (await readKept(directory, sha256)) ? fileIn(directory, dataName(sha256)) : null;
  }

  /** @throws Problem when the browser keeps nothing at all */
  async delete(sha256: string): Promise<void> {
    await this.change('deleted', async (directory) => {
      if (await fileIn(directory, kindName(sha256))) await directory.removeEntry(kindName(sha256));
      await removeLeftovers(directory);
    });
  }

  /** One change at a time, of all pages of this browser; a page that is closed lets the next one in. */
  private async change<Result>(
    done: string,
    work: (directory: FileSystemDirectoryHandle) => Promise<Result>,
  ): Promise<Result> {
    return navigator.locks.request(`maskscope-${this.folder}`, async () =>
      work(await this.directory(done)),
    );
  }

  private async directory(done: string): Promise<FileSystemDirectoryHandle> {
    try {
      const root = await navigator.storage.getDirectory();
      return await root.getDirectoryHandle(this.folder, { create: true });
    } catch (cause) {
      throw isNamed(cause, 'QuotaExceededError') ? cause : nothingKept(done, cause);
    }
  }
}

/** Of the time that keeping a file takes; an estimate for the progress bar. */
const HASHING_SHARE = 0.6;
const KIND_NAME = /^([0-9a-f]{64})\.json$/;
const DATA_NAME = /^([0-9a-f]{64})\.pth$/;

function dataName(sha256: string): string {
  return `${sha256}.pth`;
}

function kindName(sha256: string): string {
  return `${sha256}.json`;
}

/** Null unless both files are there and whole. */
async function readKept(
  directory: FileSystemDirectoryHandle,
  sha256: string,
): Promise<KeptCheckpoint | null> {
  if (!sha256Schema.safeParse(sha256).success) return null;
  const [kind, data] = [
    await fileIn(directory, kindName(sha256)),
    await fileIn(directory, dataName(sha256)),
  ];
  if (!kind || !data) return null;
  const { data: kept } = keptSchema.safeParse(parsedJson(await kind.text()));
  return kept?.sha256 === sha256 && kept.size === data.size ? kept : null;
}

/** @param file null when its bytes are there already */
async function writeKept(
  directory: FileSystemDirectoryHandle,
  file: Blob | null,
  kept: KeptCheckpoint,
  progress: FileProgress,
): Promise<void> {
  const { sha256, name } = kept;
  try {
    if (file) {
      await write(directory, dataName(sha256), (writable) =>
        forEachPiece(file, name, progress, (piece) => writable.write(piece)),
      );
    }
    await write(directory, kindName(sha256), (writable) => writable.write(JSON.stringify(kept)));
  } catch (error) {
    // Where this fails too, what is left is not listed and the next change removes it.
    await removeLeftovers(directory).catch(() => {});
    throw error;
  }
}

/** Removes every file that no listed checkpoint consists of. */
async function removeLeftovers(directory: FileSystemDirectoryHandle): Promise<void> {
  for (const name of await namesIn(directory)) {
    const sha256 = (KIND_NAME.exec(name) ?? DATA_NAME.exec(name))?.[1];
    const isKept = sha256 !== undefined && (await readKept(directory, sha256)) !== null;
    if (!isKept && (await fileIn(directory, name))) await directory.removeEntry(name);
  }
}

async function namesIn(directory: FileSystemDirectoryHandle): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const name of directory.keys()) names.push(name);
  return names;
}

async function fileIn(directory: FileSystemDirectoryHandle, name: string): Promise<File | null> {
  try {
    return await (await directory.getFileHandle(name)).getFile();
  } catch (error) {
    if (isNamed(error, 'NotFoundError')) return null;
    throw error;
  }
}

/** The browser shows the new content when it is closed, and drops it when it is aborted. */
async function write(
  directory: FileSystemDirectoryHandle,
  name: string,
  fill: (writable: FileSystemWritableFileStream) => Promise<void>,
): Promise<void> {
  const handle = await directory.getFileHandle(name, { create: true });
  if (!('createWritable' in handle)) {
    throw new Problem(
      'The checkpoint could not be kept: this browser is too old to write files of its own.',
      'Update it (Safari 26, Firefox 111, Chrome 86 or newer), or choose the file on every visit.',
    );
  }
  const writable = await handle.createWritable();
  try {
    await fill(writable);
    await writable.close();
  } catch (error) {
    // Fails only where the stream has failed already, and then nothing of it is kept either.
    await writable.abort().catch(() => {});
    throw error;
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** How much is free is not said: browsers tell a page a made-up number. */
function diskFull({ name, size }: Pick<KeptCheckpoint, 'name' | 'size'>, cause: unknown): Problem {
  return new Problem(
    `${name} (${Math.ceil(size / 1e6)} MB) could not be kept: the disk, or the share of it that the browser gives to this page, is full.`,
    'Delete kept checkpoints or results that you no longer need, or free some of the disk.',
    { cause },
  );
}

function nothingKept(done: string, cause: unknown): Problem {
  return new Problem(
    `Checkpoints could not be ${done}: the browser does not let this page store anything.`,
    'Leave private browsing or allow site data; until then choose the file on every visit.',
    { cause },
  );
}
