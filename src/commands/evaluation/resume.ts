import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResultSet } from '../../experiment/resultFile.ts';
import { Problem } from '../../problem.ts';
import {
  configurationOf,
  differencesOf,
  type PlannedEnvironment,
  readEnvironment,
} from './environment.ts';

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
  const differences = differencesOf(
    configurationOf(earlier),
    configurationOf({ ...wanted, networks: wantedNetworks }),
  );
  if (earlier.shard !== wanted.shard) {
    differences.push(`shard (${earlier.shard ?? 'none'} and ${wanted.shard ?? 'none'})`);
  }
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
    ...(onlyThere.length > 0 ? [`only the file has ${some(onlyThere)}`] : []),
    ...(onlyHere.length > 0 ? [`the file lacks ${some(onlyHere)}`] : []),
  ];
  if (differences.length > 0) {
    throw otherEvaluation(file, [`sequences (${differences.join('; ')})`]);
  }
}

/** `a, b, c and 40 others`. */
export function some(names: readonly string[]): string {
  const rest = names.length - 3;
  if (rest <= 1) return names.join(', ');
  return `${names.slice(0, 3).join(', ')} and ${rest} others`;
}

function otherEvaluation(file: string, differences: readonly string[]): Problem {
  return new Problem(
    `${file} holds another evaluation; in the file and now these differ: ${differences.join(', ')}.`,
    'Give the options that it was started with, another --out, or --restart to overwrite it.',
  );
}

async function presentFile(models: string, name: string) {
  const bytes = await readFile(join(models, name)).catch(() => null);
  const sha256 = bytes ? createHash('sha256').update(bytes).digest('hex') : 'missing';
  return { name, sha256 };
}
