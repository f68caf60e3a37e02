import { z } from 'zod';
import type { Run } from '../experiment/run.ts';
import { fileIn, isNamed, namesIn, openPrivateFolder, writeIn } from '../files/privateFolder.ts';
import { textSha256 } from '../files/sha256.ts';
import type { ExecutionProvider } from '../networks/networksApi.ts';
import { Problem } from '../problem.ts';
import { type ColumnSpec, ordered } from '../results/columnSpec.ts';
import { columnSpecSchema } from '../results/columnSpecSchema.ts';
import { type Provenance, resultJson, sequenceResultSchema } from '../results/resultSchema.ts';

const idSchema = z.string().regex(/^[0-9a-f]{64}$/);

const keptRunSchema = z
  .object({
    /** Identifies what was computed: a new run of the same replaces it. */
    id: idSchema,
    /** Name of the sequence. */
    name: z.string(),
    frameCount: z.int().positive(),
    memoryFrames: z.int().positive().nullable(),
    columns: z.array(columnSpecSchema).readonly(),
    /** Of the run: its date, device, versions, and what identifies its input. */
    provenance: sequenceResultSchema.unwrap().shape.provenance,
    /** Size of the file. */
    bytes: z.int().nonnegative(),
    /** Milliseconds since 1970. */
    keptAt: z.number(),
    /** When it was last kept or opened, milliseconds since 1970. */
    usedAt: z.number(),
  })
  .readonly();

/** A run kept in this browser. */
export type KeptRun = z.output<typeof keptRunSchema>;

/** What identifies the computation of a run. */
export interface RunIdentity {
  /** The fingerprint of its pictures and annotations, which depends on the number of frames. */
  readonly input: string;
  readonly memoryFrames: number | null;
  readonly columns: readonly ColumnSpec[];
  /** Where its networks ran. */
  readonly provider: ExecutionProvider;
}

/** Where the networks of a run ran. */
export function providerOf({ adapter }: Pick<Provenance, 'adapter'>): ExecutionProvider {
  return adapter === null ? 'wasm' : 'webgpu';
}

/** 64 hexadecimal digits. */
function runId({ input, memoryFrames, columns, provider }: RunIdentity): Promise<string> {
  return textSha256(JSON.stringify([input, memoryFrames, columns.map(ordered), provider]));
}

/**
 * Keeps runs between visits in this browser's own file system (OPFS): the run in `ID.maskscope`,
 * its description in `ID.json`, written last. Files without a valid description are leftovers of a
 * page that was closed; they are not listed, and the next change removes them.
 */
export class RunStore {
  constructor(private readonly folder = 'runs') {}

  /**
   * Keeps a run, then removes those that were not used for longest until all of them take at most
   * `limit` bytes.
   *
   * @throws Problem when the run alone is larger, the disk is full or the browser does not allow
   *   storage. Then the runs that were kept before are still there.
   */
  async put(run: Run, file: Blob, limit: number): Promise<void> {
    const { name, frameCount, memoryFrames, provenance } = run;
    if (file.size > limit) throw tooLarge(name, file.size, limit);
    const columns = run.columns.map(({ spec }) => spec);
    const id = await runId({
      input: provenance.input,
      memoryFrames,
      columns,
      provider: providerOf(provenance),
    });
    const now = Date.now();
    const kept: KeptRun = {
      ...{ id, name, frameCount, memoryFrames, columns, provenance },
      ...{ bytes: file.size, keptAt: now, usedAt: now },
    };
    await this.change(name, async (directory) => {
      await removeLeftovers(directory);
      try {
        await writeIn(directory, dataName(id), name, (writable) => writable.write(file));
        await writeDescription(directory, kept);
      } catch (error) {
        // If this fails too, the leftovers are not listed and the next change removes them.
        await removeLeftovers(directory).catch(() => {});
        throw error;
      }
      await removeOldest(directory, limit);
    });
  }

  /** Last used first. @throws NoPrivateFolder when the browser does not allow storage */
  async list(): Promise<readonly KeptRun[]> {
    return listIn(await this.directory());
  }

  /**
   * The file of a kept run, not loaded into memory; null if it is not (or no longer) kept. It then
   * counts as used now.
   *
   * @throws NoPrivateFolder when the browser does not allow storage
   */
  async open(id: string): Promise<File | null> {
    return this.change('The run', async (directory) => {
      const kept = await readKept(directory, id);
      if (!kept) return null;
      // A full disk does not keep a run from being opened.
      await writeDescription(directory, { ...kept, usedAt: Date.now() }).catch(() => {});
      return fileIn(directory, dataName(id));
    });
  }

  /** @throws NoPrivateFolder when the browser does not allow storage */
  async delete(ids: readonly string[]): Promise<void> {
    await this.change('The runs', async (directory) => {
      for (const id of ids) {
        if (idSchema.safeParse(id).success) await removeIfThere(directory, descriptionName(id));
      }
      await removeLeftovers(directory);
    });
  }

  /** Removes the runs that were not used for longest. @throws Problem like {@link delete} */
  async shrinkTo(limit: number): Promise<void> {
    await this.change('The runs', async (directory) => {
      await removeOldest(directory, limit);
    });
  }

  /** Runs one change at a time across all pages of this browser; closing a page frees its lock. */
  private async change<Result>(
    what: string,
    work: (directory: FileSystemDirectoryHandle) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await navigator.locks.request(`maskscope-${this.folder}`, async () =>
        work(await this.directory()),
      );
    } catch (error) {
      throw isNamed(error, 'QuotaExceededError') ? diskFull(what, error) : error;
    }
  }

  private async directory(): Promise<FileSystemDirectoryHandle> {
    try {
      return await openPrivateFolder(this.folder, {
        failed: 'Runs cannot be kept',
        consequence: 'Until then, save runs as files.',
      });
    } catch (error) {
      // A full disk may show only here.
      throw isNamed(error, 'QuotaExceededError') ? diskFull('The run', error) : error;
    }
  }
}

function dataName(id: string): string {
  return `${id}.maskscope`;
}

function descriptionName(id: string): string {
  return `${id}.json`;
}

const FILE_NAME = /^([0-9a-f]{64})\.(json|maskscope)$/;

async function listIn(directory: FileSystemDirectoryHandle): Promise<KeptRun[]> {
  const ids = new Set(
    (await namesIn(directory)).flatMap((name) => FILE_NAME.exec(name)?.[1] ?? []),
  );
  const found = await Promise.all([...ids].map((id) => readKept(directory, id)));
  return found.filter((kept) => kept !== null).sort((a, b) => b.usedAt - a.usedAt);
}

/** Null unless both files exist and are complete. */
async function readKept(directory: FileSystemDirectoryHandle, id: string): Promise<KeptRun | null> {
  if (!idSchema.safeParse(id).success) return null;
  const [description, data] = [
    await fileIn(directory, descriptionName(id)),
    await fileIn(directory, dataName(id)),
  ];
  if (!description || !data) return null;
  const { data: kept } = keptRunSchema.safeParse(parsedJson(await description.text()));
  return kept?.id === id && kept.bytes === data.size ? kept : null;
}

function writeDescription(directory: FileSystemDirectoryHandle, kept: KeptRun): Promise<void> {
  return writeIn(directory, descriptionName(kept.id), kept.name, (writable) =>
    writable.write(resultJson(kept)),
  );
}

async function removeOldest(directory: FileSystemDirectoryHandle, limit: number): Promise<void> {
  const runs = await listIn(directory);
  let total = runs.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { id, bytes } of runs.toReversed()) {
    if (total <= limit) break;
    await removeIfThere(directory, descriptionName(id));
    total -= bytes;
  }
  await removeLeftovers(directory);
}

/** Removes every file that does not belong to a listed run. */
async function removeLeftovers(directory: FileSystemDirectoryHandle): Promise<void> {
  const kept = new Set((await listIn(directory)).map(({ id }) => id));
  for (const name of await namesIn(directory)) {
    const id = FILE_NAME.exec(name)?.[1];
    if (id === undefined || !kept.has(id)) await removeIfThere(directory, name);
  }
}

async function removeIfThere(directory: FileSystemDirectoryHandle, name: string): Promise<void> {
  if (await fileIn(directory, name)) await directory.removeEntry(name);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Does not state the free space: browsers report a made-up number to pages. */
function diskFull(what: string, cause: unknown): Problem {
  return new Problem(
    `${what} could not be kept: the disk, or this page’s share of it, is full.`,
    'Delete kept runs or saved checkpoints that you no longer need, or free up disk space.',
    { cause },
  );
}

function tooLarge(name: string, bytes: number, limit: number): Problem {
  const megabytes = (value: number) => `${Math.ceil(value / 1e6)} MB`;
  return new Problem(
    `${name} was not kept: its run takes up ${megabytes(bytes)}, and kept runs may take ${megabytes(limit)} together.`,
    'Allow more, or save the run as a file.',
  );
}
