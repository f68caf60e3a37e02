import { open, readFile, rename, rm } from 'node:fs/promises';
import { formatResultFile, parseResultFile, type ResultSet } from '../../experiment/resultFile.ts';
import { describeError, Problem } from '../../problem.ts';
import { compareResults } from './experiments.ts';

/**
 * Reads a file of `npm run evaluate` or `npm run merge`.
 *
 * @throws Problem when it cannot be read, is no result file or one of another version
 */
export async function readEvaluation(path: string): Promise<ResultSet> {
  const text = await readText(path);
  if (text === null) throw new Problem(`${path} does not exist.`, 'Check its name.');
  return parseResultFile(text, path);
}

/** As {@link readEvaluation}; null where there is no such file, or nothing in it yet. */
export async function readUnfinished(path: string): Promise<ResultSet | null> {
  const text = await readText(path);
  if (text === null || text.trim() === '') return null;
  const set = parseResultFile(text, path);
  return set.sequences.length + set.failures.length > 0 ? set : null;
}

/**
 * Writes the file so that at any moment, also after a kill or a power cut, either the old or the new
 * one is there as a whole: it is written beside its place, flushed to the disk, and then renamed.
 *
 * @throws Problem when it cannot be written
 */
export async function writeEvaluation(path: string, set: ResultSet): Promise<void> {
  // In the same folder: renaming is atomic within a file system only.
  const unfinished = `${path}.${process.pid}.partial`;
  try {
    const file = await open(unfinished, 'w');
    try {
      await file.writeFile(formatEvaluation(set));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw new Problem(
      `${path} cannot be written (${errorText(cause)}).`,
      'Choose a folder that exists, can be written to and has room.',
      { cause },
    );
  }
}

/** The file's text: results in the order of their names, networks and CRFs. */
export function formatEvaluation(set: ResultSet): string {
  return formatResultFile({ ...set, sequences: [...set.sequences].sort(compareResults) });
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (isMissing(cause)) return null;
    throw new Problem(`${path} cannot be read (${errorText(cause)}).`, 'Check its name.', {
      cause,
    });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function errorText(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : describeError(error);
}
