import { open, rename, rm, stat } from 'node:fs/promises';
import { Problem } from '../../problem.ts';
import { formatResultFile, parseResultFile, type ResultSet } from '../../results/resultFile.ts';
import { notWritable, readCommandFile, trialPath } from '../commandFiles.ts';
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
 * Writes the file atomically: to a temporary file, which is flushed and then renamed. So after a
 * crash or a power cut, either the old or the new file is complete.
 *
 * @throws Problem when it cannot be written
 */
export async function writeEvaluation(path: string, set: ResultSet): Promise<void> {
  const unfinished = trialPath(path);
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

/** True when there is nothing to continue: no results and no failures. */
function isPlanOnly({ sequences, failures }: ResultSet): boolean {
  return sequences.length + failures.length === 0;
}

/** Null if the file does not exist. */
async function readText(path: string): Promise<string | null> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  return isThere ? new TextDecoder().decode(await readCommandFile(path)) : null;
}
