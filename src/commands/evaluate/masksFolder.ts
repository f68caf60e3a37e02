import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { filesOfZip } from '../../files/zipFiles.ts';
import { describeError, Problem } from '../../problem.ts';
import { resultKey } from '../../results/resultIdentity.ts';
import type { ColumnResult, SequenceResult } from '../../results/resultSchema.ts';
import { maskFolderName } from './maskFolderName.ts';

/** Subfolder for the notes, so that the columns' folders contain only masks. */
const NOTES = '.maskscope';

/**
 * The folder of `--masks`. A column's masks are in a folder that is named after its specification,
 * see `maskFolderName.ts`, in the layout of the data set's evaluation server and of `npm run score`. A note for each sequence
 * has the key of the result that its masks belong to.
 */
export class MasksFolder {
  constructor(private readonly directory: string) {}

  /**
   * Creates the folder.
   *
   * @throws Problem when it cannot be written to
   */
  async prepare(): Promise<void> {
    const notes = join(this.directory, NOTES);
    const trial = join(notes, `${process.pid}.partial`);
    try {
      await mkdir(notes, { recursive: true });
      await writeFile(trial, '');
      await rm(trial, { force: true });
    } catch (cause) {
      const reason =
        cause instanceof Error && 'code' in cause ? String(cause.code) : describeError(cause);
      throw new Problem(
        `${this.directory} cannot be written to (${reason}).`,
        'Choose another folder for --masks.',
        { cause },
      );
    }
  }

  /** True when the folder has the complete masks of all columns of this result. */
  async has(result: SequenceResult): Promise<boolean> {
    for (const column of result.columns) {
      const { key, files } = await this.readNote(result, column);
      if (key !== (await masksKey(result, column)) || !(await this.exist(files))) return false;
    }
    return true;
  }

  /**
   * Writes a column's masks, and deletes those of another result in the same place.
   *
   * @param archive the column's masks: a ZIP archive from the page
   */
  async save(result: SequenceResult, column: ColumnResult, archive: Buffer): Promise<void> {
    const notePath = this.notePath(result, column);
    const { files: earlier } = await this.readNote(result, column);
    // Masks without a note are not valid: if this is interrupted, they are written again.
    await rm(notePath, { force: true });
    for (const file of earlier) await rm(join(this.directory, file), { force: true });
    const members = await filesOfZip(new Blob([Uint8Array.from(archive)]), maskFolderName(column));
    for (const { path, blob } of members) {
      const target = join(this.directory, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, new Uint8Array(await (await blob()).arrayBuffer()));
    }
    await mkdir(dirname(notePath), { recursive: true });
    const key = await masksKey(result, column);
    await writeFile(notePath, [...members.map(({ path }) => path), key].join('\n'));
  }

  private notePath(result: SequenceResult, column: ColumnResult): string {
    return join(this.directory, NOTES, maskFolderName(column), `${result.name}.txt`);
  }

  /** The key is in the last line, so that a truncated note is not valid. */
  private async readNote(result: SequenceResult, column: ColumnResult) {
    const text = await readFile(this.notePath(result, column), 'utf8').catch(() => '');
    const lines = text.split('\n');
    return { key: lines.at(-1) ?? '', files: lines.slice(0, -1) };
  }

  private async exist(files: readonly string[]): Promise<boolean> {
    try {
      for (const file of files) await access(join(this.directory, file));
      return true;
    } catch {
      return false;
    }
  }
}

/** A digest of everything that determines a column's masks. */
function masksKey(result: SequenceResult, column: ColumnResult): Promise<string> {
  return resultKey({ ...result, columns: [column] });
}
