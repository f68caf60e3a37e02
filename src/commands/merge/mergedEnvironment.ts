import { basename } from 'node:path';
import {
  configurationHash,
  configurationOf,
  type PlannedEnvironment,
} from '../evaluate/environment.ts';
import { compareNames } from '../evaluate/experiments.ts';
import { formatShard } from '../evaluate/shard.ts';
import { type IsSettled, mergedShard } from './missingParts.ts';
import type { PlannedFile } from './plannedFile.ts';

/**
 * The environment of merged files, with the same keys as a single file. Values that differ, such as
 * machines and command lines, become lists.
 */
export function mergedEnvironment(
  files: readonly PlannedFile[],
  isSettled: IsSettled,
): Record<string, unknown> {
  const keys = new Set(files.flatMap(({ set }) => Object.keys(set.environment)));
  const merged: Record<string, unknown> = {};
  for (const key of keys) merged[key] = distinct(files.map(({ set }) => set.environment[key]));
  const shard = mergedShard(files, isSettled);
  const whole = shard === null || shard.parts.length === shard.count;
  // Sequences of files without a shard are added only if all shards are present.
  const divided = files.filter(({ planned }) => whole || planned.shard !== null);
  const names = divided.flatMap(({ planned }) => planned.sequenceNames);
  const planned = {
    ...first(files).planned,
    networks: mergeNetworks(files.map((file) => file.planned.networks)),
    sequenceNames: [...new Set(names)].sort(compareNames),
  };
  return {
    ...merged,
    ...planned,
    shard: whole ? null : formatShard(shard),
    configuration: configurationHash(configurationOf(planned)),
    mergedOn: new Date().toISOString(),
    mergedFrom: files.map(({ file, planned: { shard: part } }) => ({
      file: basename(file),
      shard: part,
    })),
  };
}

function first(files: readonly PlannedFile[]): PlannedFile {
  const [file] = files;
  if (!file) throw new Error('there are no files to merge');
  return file;
}

/** The common value, or the list of all different values. */
function distinct(values: readonly unknown[]): unknown {
  const known = values.flat().filter((value) => value !== undefined && value !== null);
  const different = [...new Map(known.map((value) => [JSON.stringify(value), value])).values()];
  return different.length > 1 ? different : (different[0] ?? null);
}

/** The networks with their files, from a file that has results. */
function mergeNetworks(networks: readonly PlannedEnvironment['networks'][]) {
  return (networks[0] ?? []).map(
    ({ name, files }) =>
      networks.flat().find((network) => network.name === name && network.files.length > 0) ?? {
        name,
        files,
      },
  );
}
