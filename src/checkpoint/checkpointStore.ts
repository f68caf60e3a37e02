import { z } from 'zod';
import { type FileProgress, fileSha256, forEachPiece } from '../files/fileSha256.ts';
import { fileIn, isNamed, namesIn, openPrivateFolder, writeIn } from '../files/privateFolder.ts';
import { Problem } from '../problem.ts';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

const keptSchema = z.object({
  /** Hash of the whole file, 64 hexadecimal digits; identifies the checkpoint. */
  sha256: sha256Schema,
  /** The file's name when it was added. */
  name: z.string(),
  /** File size in bytes. */
  size: z.int().nonnegative(),
  /** The network that its tensors are for, such as `stcn`. */
  network: z.string(),
  /** Milliseconds since 1970. */
  keptAt: z.number(),
});

/** A checkpoint kept in this browser. */
export type KeptCheckpoint = Readonly<z.infer<typeof keptSchema>>;

/**
 * Keeps checkpoints between visits in this browser's own file system (OPFS): the data in
 * `SHA256.pth`, its description in `SHA256.json`. The description is written last, so data without
 * one is incomplete, for example because the page was closed. Incomplete checkpoints are not
 * listed, and the next `put` or `delete` removes them.
 */
export class CheckpointStore {
  constructor(private readonly folder = 'checkpoints') {}

  /**
   * Copies a checkpoint into the browser. A file that is already there is recognised by its hash
   * and not copied again.
   *
   * @throws Problem when the disk is full, the file cannot be read, or the browser does not allow
   *   storage; AbortError when cancelled. No partial file remains.
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
      return await this.change(async (directory) => {
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

  /** Latest first. @throws NoPrivateFolder when the browser does not allow storage */
  async list(): Promise<readonly KeptCheckpoint[]> {
    const directory = await this.directory();
    const names = await namesIn(directory);
    const hashes = names.flatMap((name) => DESCRIPTION_NAME.exec(name)?.[1] ?? []);
    const found = await Promise.all(hashes.map((sha256) => readKept(directory, sha256)));
    return found.filter((kept) => kept !== null).sort((a, b) => b.keptAt - a.keptAt);
  }

  /**
   * The file of a kept checkpoint, not loaded into memory; null if it is not (or no longer) kept.
   *
   * @throws NoPrivateFolder when the browser does not allow storage
   */
  async open(sha256: string): Promise<File | null> {
    const directory = await this.directory();
    return (await readKept(directory, sha256)) ? fileIn(directory, dataName(sha256)) : null;
  }

  /** @throws NoPrivateFolder when the browser does not allow storage */
  async delete(sha256: string): Promise<void> {
    await this.change(async (directory) => {
      if (await fileIn(directory, descriptionName(sha256)))
        await directory.removeEntry(descriptionName(sha256));
      await removeLeftovers(directory);
    });
  }

  /** Runs one change at a time across all pages of this browser; closing a page frees its lock. */
  private async change<Result>(
    work: (directory: FileSystemDirectoryHandle) => Promise<Result>,
  ): Promise<Result> {
    return navigator.locks.request(`maskscope-${this.folder}`, async () =>
      work(await this.directory()),
    );
  }

  private directory(): Promise<FileSystemDirectoryHandle> {
    return openPrivateFolder(this.folder, {
      failed: 'Checkpoints cannot be kept',
      consequence: 'Until then, networks that need a checkpoint cannot run.',
    });
  }
}

/** Estimated share of the time that hashing takes, for the progress bar. */
const HASHING_SHARE = 0.6;
const DESCRIPTION_NAME = /^([0-9a-f]{64})\.json$/;
const DATA_NAME = /^([0-9a-f]{64})\.pth$/;

function dataName(sha256: string): string {
  return `${sha256}.pth`;
}

function descriptionName(sha256: string): string {
  return `${sha256}.json`;
}

/** Null unless both files exist and are complete. */
async function readKept(
  directory: FileSystemDirectoryHandle,
  sha256: string,
): Promise<KeptCheckpoint | null> {
  if (!sha256Schema.safeParse(sha256).success) return null;
  const [description, data] = [
    await fileIn(directory, descriptionName(sha256)),
    await fileIn(directory, dataName(sha256)),
  ];
  if (!description || !data) return null;
  const { data: kept } = keptSchema.safeParse(parsedJson(await description.text()));
  return kept?.sha256 === sha256 && kept.size === data.size ? kept : null;
}

/** @param file null when its data is already stored */
async function writeKept(
  directory: FileSystemDirectoryHandle,
  file: Blob | null,
  kept: KeptCheckpoint,
  progress: FileProgress,
): Promise<void> {
  const { sha256, name } = kept;
  try {
    if (file) {
      await writeIn(directory, dataName(sha256), 'The checkpoint', (writable) =>
        forEachPiece(file, name, progress, (piece) => writable.write(piece)),
      );
    }
    await writeIn(directory, descriptionName(sha256), 'The checkpoint', (writable) =>
      writable.write(JSON.stringify(kept)),
    );
  } catch (error) {
    // If this fails too, the leftovers are not listed and the next change removes them.
    await removeLeftovers(directory).catch(() => {});
    throw error;
  }
}

/** Removes every file that does not belong to a listed checkpoint. */
async function removeLeftovers(directory: FileSystemDirectoryHandle): Promise<void> {
  for (const name of await namesIn(directory)) {
    const sha256 = (DESCRIPTION_NAME.exec(name) ?? DATA_NAME.exec(name))?.[1];
    const isKept = sha256 !== undefined && (await readKept(directory, sha256)) !== null;
    if (!isKept && (await fileIn(directory, name))) await directory.removeEntry(name);
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Does not state the free space: browsers report a made-up number to pages. */
function diskFull({ name, size }: Pick<KeptCheckpoint, 'name' | 'size'>, cause: unknown): Problem {
  return new Problem(
    `${name} (${Math.ceil(size / 1e6)} MB) could not be saved: the disk, or this page’s share of it, is full.`,
    'Delete saved checkpoints or results that you no longer need, or free up disk space.',
    { cause },
  );
}
