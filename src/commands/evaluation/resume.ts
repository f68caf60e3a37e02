import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResultSet } from '../../experiment/resultFile.ts';
import { Problem } from '../../problem.ts';
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
 * @param models the folder with the networks' files
 * @throws Problem that names the fields that differ
 */
export async function checkResumable(
  { environment }: ResultSet,
  file: string,
  wanted: PlannedEnvironment,
  models: string,
): Promise<void> {
  const earlier = readEnvironment(environment, file);
  const networks = await Promise.all(
    earlier.networks.map(async (network) => ({
      name: network.name,
      files: await Promise.all(network.files.map(({ name }) => presentFile(models, name))),
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

async function presentFile(models: string, name: string) {
  const bytes = await readFile(join(models, name)).catch(() => null);
  const sha256 = bytes ? createHash('sha256').update(bytes).digest('hex') : 'missing';
  return { name, sha256 };
}
