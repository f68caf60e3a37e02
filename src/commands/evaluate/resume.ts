import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { listNames } from '../../messageWords.ts';
import { Problem } from '../../problem.ts';
import type { ResultSet } from '../../results/resultFile.ts';
import {
  type Configuration,
  configurationOf,
  differencesAmong,
  type PlannedEnvironment,
  readEnvironment,
} from './environment.ts';
import { filedInputs } from './filedInputs.ts';

/**
 * Checks that an unfinished file can be continued: it must have this run's configuration, versions
 * and shard, and the networks' files must be unchanged.
 *
 * @param file the file name, for messages
 * @param planned the plan of this run; its sequences are not compared, see {@link checkSequences}
 * @param present the networks' current files, see {@link presentFiles}
 * @throws Problem that contains the fields that differ
 */
export async function checkResumable(
  { environment }: ResultSet,
  file: string,
  planned: PlannedEnvironment,
  present: PresentFile,
): Promise<void> {
  const earlier = readEnvironment(environment, file);
  const networks = await Promise.all(
    earlier.networks.map(async (network) => ({
      name: network.name,
      files: await Promise.all(network.files.map(({ name }) => present(name))),
    })),
  );
  const plannedNetworks = planned.networks.map(
    (network) => networks.find(({ name }) => name === network.name) ?? network,
  );
  const differences = differencesAmong([
    { place: file, configuration: fieldsOf(earlier) },
    { place: THIS_RUN, configuration: fieldsOf({ ...planned, networks: plannedNetworks }) },
  ]);
  if (differences.length > 0) throw otherEvaluation(file, differences);
}

/**
 * Checks that an unfinished file has the same sequences as this run.
 *
 * @throws Problem that contains the sequences that differ
 */
export function checkSequences(
  { environment }: ResultSet,
  file: string,
  planned: readonly string[],
): void {
  const { sequenceNames } = readEnvironment(environment, file);
  const onlyThere = sequenceNames.filter((name) => !planned.includes(name));
  const onlyHere = planned.filter((name) => !sequenceNames.includes(name));
  const differences = [
    ...(onlyThere.length > 0 ? [`only the file has ${listNames(onlyThere)}`] : []),
    ...(onlyHere.length > 0 ? [`the file lacks ${listNames(onlyHere)}`] : []),
  ];
  if (differences.length > 0) {
    throw otherEvaluation(file, [`sequences (${differences.join('; ')})`]);
  }
}

/**
 * Checks that the inputs of a file's sequences have not changed, so that a file has no results of
 * different pictures.
 *
 * @param inputNow returns a sequence's current `Provenance.input`; null if the sequence cannot be
 *   opened, which the run itself reports
 * @throws Problem that contains the changed sequences, or a file that cannot be read
 */
export async function checkInputs(
  earlier: ResultSet,
  file: string,
  inputNow: (name: string) => Promise<string | null>,
): Promise<void> {
  const changed = new Set<string>();
  for (const { name, input } of filedInputs(earlier)) {
    const now = await inputNow(name);
    if (now !== null && now !== input) changed.add(name);
  }
  if (changed.size === 0) return;
  throw new Problem(
    `The pictures or annotations of ${listNames([...changed])} have changed since ${file} was written.`,
    'Use the folder that it was started with, choose another --out, or overwrite it with --restart.',
  );
}

const THIS_RUN = 'this run';

function fieldsOf(environment: PlannedEnvironment): Configuration {
  return { ...configurationOf(environment), shard: environment.shard ?? 'none' };
}

function otherEvaluation(file: string, differences: readonly string[]): Problem {
  return new Problem(
    `${file} contains another evaluation: ${differences.join(', ')}.`,
    'Use the options that it was started with, choose another --out, or overwrite it with --restart.',
  );
}

/** Returns the current hash of a network's file by its name in results. */
export type PresentFile = (name: string) => Promise<{ name: string; sha256: string }>;

/**
 * The networks' current files.
 *
 * @param models folder of the app's own files
 * @param weights paths of user-supplied files, matched by their file names
 */
export function presentFiles(models: string, weights: readonly string[]): PresentFile {
  return async (name) => {
    const path = weights.find((file) => basename(file) === name) ?? join(models, name);
    return { name, sha256: (await hashOf(path).catch(() => null)) ?? 'missing' };
  };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  // As a stream, because checkpoints have hundreds of megabytes.
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest('hex');
}
