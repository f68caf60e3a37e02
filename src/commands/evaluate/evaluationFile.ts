import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { describeError, Problem } from '../../problem.ts';
import { formatResultFile, parseResultFile, type ResultSet } from '../../results/resultFile.ts';
import { compareResults } from './experiments.ts';

/**
 * Reads a file of `npm run evaluate` or `npm run merge`.
 *
 * @throws Problem when it cannot be read, is not a result file or has another version
 */
export async function readEvaluation(path: string): Promise<ResultSet> {
  const text = await readText(path);
  if (text === null) throw new Problem(`${path} does not exist.`, 'Check its name.');
  return parseResultFile(text, path);
}

/** Like {@link readEvaluation}; null if the file does not exist or has no results yet. */
export async function readUnfinished(path: string): Promise<ResultSet | null> {
  const text = await readText(path);
  if (text === null || text.trim() === '') return null;
  const set = parseResultFile(text, path);
  return isPlanOnly(set) ? null : set;
}

/**
 * Checks that {@link writeEvaluation} can write this file, without changing it. Done before hours
 * of computation.
 *
 * @throws Problem when it cannot be written
 */
export async function checkWritable(path: string): Promise<void> {
  const unfinished = unfinishedPath(path);
  try {
    if (await isFolder(path)) throw new Error('it is a folder');
    await (await open(unfinished, 'w')).close();
  } catch (cause) {
    throw notWritable(path, cause);
  } finally {
    await rm(unfinished, { force: true }).catch(() => {});
  }
}

/**
 * Writes the file atomically: to a temporary file, which is flushed and then renamed. So after a
 * crash or a power cut, either the old or the new file is complete.
 *
 * @throws Problem when it cannot be written
 */
export async function writeEvaluation(path: string, set: ResultSet): Promise<void> {
  const unfinished = unfinishedPath(path);
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
    throw notWritable(path, cause);
  }
}

/** The text of the file, with results sorted by name, network and CRF. */
export function formatEvaluation(set: ResultSet): string {
  return formatResultFile({ ...set, sequences: [...set.sequences].sort(compareResults) });
}

/** In the same folder, because renaming is atomic only within a file system. */
function unfinishedPath(path: string): string {
  return `${path}.${process.pid}.partial`;
}

function notWritable(path: string, cause: unknown): Problem {
  return new Problem(
    `${path} cannot be written (${errorText(cause)}).`,
    'Choose a folder that exists, is writable and has free space.',
    { cause },
  );
}

/** True when there is nothing to continue: no results and no failures. */
function isPlanOnly({ sequences, failures }: ResultSet): boolean {
  return sequences.length + failures.length === 0;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
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
  if (!(error instanceof Error)) return describeError(error);
  return 'code' in error ? String(error.code) : error.message;
}
