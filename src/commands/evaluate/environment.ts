import { createHash } from 'node:crypto';
import { z } from 'zod';
import { listNames } from '../../messageWords.ts';
import { Problem } from '../../problem.ts';
import { parseColumn } from '../../results/columnList.ts';
import type { ColumnSpec } from '../../results/columnSpec.ts';
import { withExperiments } from './formerEnvironment.ts';

/**
 * The part of a result file's `environment` that determines what `npm run evaluate` computes. The
 * rest (date, command line, browser, cores, device, adapter) describes where and when it ran.
 */
const plannedEnvironment = z.object({
  /** The columns of each experiment of a sequence, in their short form. */
  experiments: z.array(z.string()),
  /** Most memory frames of STCN and R50-AOTL. */
  memoryFrames: z.number().nullable().default(null),
  /** `files` is empty before a network has run. */
  networks: z.array(
    z.object({
      name: z.string(),
      files: z.array(z.object({ name: z.string(), sha256: z.string() })),
    }),
  ),
  /** Number of frames of each sequence to use, from the start; null for all. */
  frames: z.int().nullable(),
  /** The requested execution provider; `provider` is the one that ran. */
  ep: z.string(),
  versions: z.record(z.string(), z.string()),
  /** In the format of `formatShard`; null for the whole evaluation. */
  shard: z.string().nullable(),
  /** All sequences, including those of other shards. */
  sequenceNames: z.array(z.string()),
});

export type PlannedEnvironment = z.infer<typeof plannedEnvironment>;

/**
 * Reads the environment of an evaluation's result file.
 *
 * @param file the file name, for messages
 * @throws Problem when the file was not written by an evaluation, e.g. was exported by the page
 */
export function readEnvironment(
  environment: Readonly<Record<string, unknown>>,
  file: string,
): PlannedEnvironment {
  const parsed = plannedEnvironment.safeParse(withExperiments(environment));
  if (parsed.success) return parsed.data;
  throw new Problem(
    `${file} was not written by npm run evaluate: its environment lacks the options.`,
    'Only files of npm run evaluate and npm run merge can be continued or merged.',
    { cause: parsed.error },
  );
}

/** A configuration as text: option names and their values. */
export type Configuration = Readonly<Record<string, string>>;

/**
 * Everything that must be equal in files to be merged: the options that change figures, the
 * networks' files and the versions, but not the sequences.
 */
export function configurationOf(environment: PlannedEnvironment): Configuration {
  const { experiments, networks, memoryFrames, frames, ep, versions } = environment;
  const files = networks.flatMap((network) => network.files);
  return {
    columns: [...experiments].sort().join(' and '),
    ...(memoryFrames === null ? {} : { memory: String(memoryFrames) }),
    frames: frames === null ? 'all' : String(frames),
    ep,
    ...Object.fromEntries(
      Object.entries(versions).map(([name, version]) => [`version of ${name}`, version]),
    ),
    ...Object.fromEntries(files.map(({ name, sha256 }) => [`${HASH_FIELD}${name}`, sha256])),
  };
}

/**
 * The columns of each experiment of a sequence.
 *
 * @throws Problem when a column makes no sense
 */
export function plannedColumns({ experiments }: PlannedEnvironment): ColumnSpec[][] {
  return experiments.map((columns) => columns.split(',').map(parseColumn));
}

/**
 * Hash of a configuration.
 *
 * @returns SHA-256 of its fields in the order of their names, 64 hexadecimal digits
 */
export function configurationHash(configuration: Configuration): string {
  const fields = Object.entries(configuration).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

/** A configuration and its source for messages: a file name, or `this run`. */
export interface PlacedConfiguration {
  readonly place: string;
  readonly configuration: Configuration;
}

/**
 * Describes the fields in which configurations differ, with all values and their sources, e.g. `frames
 * (all in 1.json, 2.json; 12 in 3.json)`. Fields that are set only after an experiment (hashes of
 * files, the provider that ran) may be absent; if present, they must be equal.
 */
export function differencesAmong(placed: readonly PlacedConfiguration[]): string[] {
  const fields = new Set(placed.flatMap(({ configuration }) => Object.keys(configuration)));
  return [...fields].flatMap((field) => {
    const placesOf = new Map<string | undefined, string[]>();
    for (const { place, configuration } of placed) {
      const value = configuration[field];
      if (value === undefined && isSetLate(field)) continue;
      placesOf.set(value, [...(placesOf.get(value) ?? []), place]);
    }
    if (placesOf.size < 2) return [];
    const values = [...placesOf].map(
      ([value, places]) => `${shown(value)} in ${listNames(places)}`,
    );
    return [`${field} (${values.join('; ')})`];
  });
}

/** The field with the execution provider that really ran. */
export const PROVIDER_FIELD = 'provider';

function isSetLate(field: string): boolean {
  return field === PROVIDER_FIELD || field.startsWith(HASH_FIELD);
}

const HASH_FIELD = 'SHA-256 of ';

function shown(value: string | undefined): string {
  if (value === undefined) return 'absent';
  return /^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 12)}…` : value;
}
