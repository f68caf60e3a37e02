import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { Problem } from '../../problem.ts';
import type { ResultSet } from '../../results/resultFile.ts';
import { listNames } from '../../sequence/messageWords.ts';
import {
  type Configuration,
  configurationOf,
  differencesAmong,
  type PlannedEnvironment,
  readEnvironment,
} from './environment.ts';
import { filedInputs } from './filedInputs.ts';

/**
 * Checks that an unfinished file may be continued: that it has this run's configuration, versions
 * and shard, and that the networks' files are still those that gave its results.
 *
 * @param file its name, for messages
 * @param wanted what this run is to compute; its sequences are not looked at, see {@link checkSequences}
 * @param present the networks' files that there are now, see {@link presentFiles}
 * @throws Problem that names the fields that differ
 */
export async function checkResumable(
  { environment }: ResultSet,
  file: string,
  wanted: PlannedEnvironment,
  present: PresentFile,
): Promise<void> {
  const earlier = readEnvironment(environment, file);
  const networks = await Promise.all(
    earlier.networks.map(async (network) => ({
      name: network.name,
      files: await Promise.all(network.files.map(({ name }) => present(name))),
    })),
  );
  const wantedNetworks = wanted.networks.map(
    (network) => networks.find(({ name }) => name === network.name) ?? network,
  );
  const differences = differencesAmong([
    { place: file, configuration: fieldsOf(earlier) },
    { place: THIS_RUN, configuration: fieldsOf({ ...wanted, networks: wantedNetworks }) },
  ]);
  if (differences.length > 0) throw otherEvaluation(file, differences);
}

/**
 * Checks that an unfinished file is of the same sequences as this run.
 *
 * @throws Problem that names sequences that only one of them has
 */
export function checkSequences(
  { environment }: ResultSet,
  file: string,
  wanted: readonly string[],
): void {
  const { sequenceNames } = readEnvironment(environment, file);
  const onlyThere = sequenceNames.filter((name) => !wanted.includes(name));
  const onlyHere = wanted.filter((name) => !sequenceNames.includes(name));
  const differences = [
    ...(onlyThere.length > 0 ? [`only the file has ${listNames(onlyThere)}`] : []),
    ...(onlyHere.length > 0 ? [`the file lacks ${listNames(onlyHere)}`] : []),
  ];
  if (differences.length > 0) {
    throw otherEvaluation(file, [`sequences (${differences.join('; ')})`]);
  }
}

/**
 * Checks that the sequences of which a file holds something are still what it was computed from:
 * results of different pictures must not stand in one file.
 *
 * @param inputNow as `Provenance.input`, of the frames that this run takes; null where the sequence
 *   cannot be opened, which is this run's failure and says nothing of the file
 * @throws Problem that names the sequences whose files have changed, or one that cannot be read
 */
export async function checkInputs(
  earlier: ResultSet,
  file: string,
  inputNow: (name: string) => Promise<string | null>,
): Promise<void> {
  const changed = new Set<string>();
  for (const { name, input } of filedInputs(earlier, readEnvironment(earlier.environment, file))) {
    const now = await inputNow(name);
    if (now !== null && now !== input) changed.add(name);
  }
  if (changed.size === 0) return;
  throw new Problem(
    `${file} holds results of other pictures or annotations than there are now of ${listNames([...changed])}.`,
    'Give the folder that it was started with, another --out, or --restart to overwrite it.',
  );
}

const THIS_RUN = 'this run';

function fieldsOf(environment: PlannedEnvironment): Configuration {
  return { ...configurationOf(environment), shard: environment.shard ?? 'none' };
}

function otherEvaluation(file: string, differences: readonly string[]): Problem {
  return new Problem(
    `${file} holds another evaluation: ${differences.join(', ')}.`,
    'Give the options that it was started with, another --out, or --restart to overwrite it.',
  );
}

/** A network's file as it is now, by the name that results know it by. */
export type PresentFile = (name: string) => Promise<{ name: string; sha256: string }>;

/**
 * The networks' files that there are.
 *
 * @param models the folder with those that come with the app
 * @param weights paths of those that are given to it, known by their file names
 */
export function presentFiles(models: string, weights: readonly string[]): PresentFile {
  return async (name) => {
    const path = weights.find((file) => basename(file) === name) ?? join(models, name);
    return { name, sha256: (await hashOf(path).catch(() => null)) ?? 'missing' };
  };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  // A checkpoint has hundreds of megabytes.
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest('hex');
}
