import { basename } from 'node:path';
import {
  configurationHash,
  configurationOf,
  type PlannedEnvironment,
} from '../evaluate/environment.ts';
import { compareNames } from '../evaluate/experiments.ts';
import { formatShard } from '../evaluate/shard.ts';
import { type IsSettled, unitedShard } from './missingParts.ts';
import type { PlannedFile } from './plannedFile.ts';

/**
 * The environment of merged files, with the keys of a single one. Facts in which they differ, such
 * as machines and command lines, become the list of what there was.
 */
export function mergedEnvironment(
  files: readonly PlannedFile[],
  isSettled: IsSettled,
): Record<string, unknown> {
  const keys = new Set(files.flatMap(({ set }) => Object.keys(set.environment)));
  const merged: Record<string, unknown> = {};
  for (const key of keys) merged[key] = distinct(files.map(({ set }) => set.environment[key]));
  const shard = unitedShard(files, isSettled);
  const whole = shard === null || shard.parts.length === shard.count;
  // Parts of a division stay parts of its sequences; only the whole can take in others.
  const divided = files.filter(({ planned }) => whole || planned.shard !== null);
  const names = divided.flatMap(({ planned }) => planned.sequenceNames);
  const planned = {
    ...first(files).planned,
    networks: uniteNetworks(files.map((file) => file.planned.networks)),
    sequenceNames: [...new Set(names)].sort(compareNames),
  };
  const rates = files.map(({ set }) => set.environment.targetRates);
  return {
    ...merged,
    ...planned,
    shard: whole ? null : formatShard(shard),
    configuration: configurationHash(configurationOf(planned)),
    ...(planned.targetBpp === null ? {} : { targetRates: Object.assign({}, ...rates) }),
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

/** The one value that all share, or the list of all that there are. */
function distinct(values: readonly unknown[]): unknown {
  const known = values.flat().filter((value) => value !== undefined && value !== null);
  const different = [...new Map(known.map((value) => [JSON.stringify(value), value])).values()];
  return different.length > 1 ? different : (different[0] ?? null);
}

/** A file without results does not know its networks' files; the others do. */
function uniteNetworks(networks: readonly PlannedEnvironment['networks'][]) {
  return (networks[0] ?? []).map(
    ({ name, files }) =>
      networks.flat().find((network) => network.name === name && network.files.length > 0) ?? {
        name,
        files,
      },
  );
}
