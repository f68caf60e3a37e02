import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Problem } from '../../problem.ts';
import { OURS_MODES } from '../../results/columns.ts';
import { listNames } from '../../sequence/messageWords.ts';

/**
 * The part of a result file's `environment` that decides what `npm run evaluate` computes. The rest
 * (date, command line, browser, cores, device, adapter) says where and when.
 */
const plannedEnvironment = z.object({
  /** A number where there is one, null where each sequence's CRF follows from `targetBpp`. */
  crf: z.union([z.number(), z.array(z.number())]).nullable(),
  targetBpp: z.number().nullable(),
  keyint: z.int(),
  columns: z.array(z.string()),
  /** How ours comes by its masks; older files know one way. */
  ours: z.enum(OURS_MODES).default('enhanced'),
  /** Of coded masks. */
  maskQuality: z.number().nullable().default(null),
  /** Frames that networks remember at most, where that can be chosen. */
  memoryFrames: z.number().nullable().default(null),
  /** Files are known once a network has run. */
  networks: z.array(
    z.object({
      name: z.string(),
      files: z.array(z.object({ name: z.string(), sha256: z.string() })),
    }),
  ),
  /** The first so many of each sequence; null for all. */
  frames: z.int().nullable(),
  /** What was asked for; `provider` is what ran. */
  ep: z.string(),
  versions: z.record(z.string(), z.string()),
  /** As `formatShard` writes it; null for the whole. */
  shard: z.string().nullable(),
  /** All sequences, of the other shards as well. */
  sequenceNames: z.array(z.string()),
  /** CRFs that were found for `targetBpp`, by sequence. */
  targetRates: z
    .record(
      z.string(),
      z.object({
        crf: z.int(),
        bpp: z.number(),
        reached: z.boolean(),
        /** Of the sequence as it then was, see `Provenance.input`; older files lack it. */
        input: z.string().nullable().default(null),
      }),
    )
    .optional(),
});

export type PlannedEnvironment = z.infer<typeof plannedEnvironment>;

/** CRFs that were found for a wanted rate, by sequence. */
export type TargetRates = NonNullable<PlannedEnvironment['targetRates']>;

export type FoundRate = TargetRates[string];

/**
 * Reads what a result file says about its evaluation.
 *
 * @param file its name, for messages
 * @throws Problem when the file comes from elsewhere, such as the page's export
 */
export function readEnvironment(
  environment: Readonly<Record<string, unknown>>,
  file: string,
): PlannedEnvironment {
  const parsed = plannedEnvironment.safeParse(environment);
  if (parsed.success) return parsed.data;
  throw new Problem(
    `${file} was not written by npm run evaluate: its environment does not say what was planned.`,
    'Only files of npm run evaluate and npm run merge can be continued and merged.',
    { cause: parsed.error },
  );
}

/** A configuration as people compare it: the options' names and what they were. */
export type Configuration = Readonly<Record<string, string>>;

/**
 * What must be equal for results to belong together: the options that change figures, the networks'
 * files and the versions, whatever the sequences.
 */
export function configurationOf(environment: PlannedEnvironment): Configuration {
  const { crf, targetBpp, keyint, columns, ours, maskQuality } = environment;
  const { networks, memoryFrames, frames, ep, versions } = environment;
  const files = networks.flatMap((network) => network.files);
  return {
    crf: crf === null ? 'by rate' : sorted([crf].flat().map(String)),
    'target-bpp': targetBpp === null ? 'none' : String(targetBpp),
    keyint: String(keyint),
    networks: sorted(networks.map(({ name }) => name)),
    columns: sorted(columns),
    ours: columns.includes('ours') ? ours : 'none',
    'mask-quality': usesMaskQuality(environment) ? String(maskQuality) : 'none',
    ...(memoryFrames === null ? {} : { memory: String(memoryFrames) }),
    frames: frames === null ? 'all' : String(frames),
    ep,
    ...Object.fromEntries(
      Object.entries(versions).map(([name, version]) => [`version of ${name}`, version]),
    ),
    ...Object.fromEntries(files.map(({ name, sha256 }) => [`${HASH_FIELD}${name}`, sha256])),
  };
}

function usesMaskQuality({ columns, ours }: PlannedEnvironment): boolean {
  return columns.includes('ours') && ours === 'coded';
}

/**
 * A short name for a configuration.
 *
 * @returns SHA-256 of its fields in the order of their names, 64 hexadecimal digits
 */
export function configurationHash(configuration: Configuration): string {
  const fields = Object.entries(configuration).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

/** A configuration and where it stands, for messages: a file's name, or `this run`. */
export interface PlacedConfiguration {
  readonly place: string;
  readonly configuration: Configuration;
}

/**
 * The fields in which configurations differ, each with all of its values and where they are, as
 * `crf (45 in 1.json, 2.json; 42 in 3.json)`. Not to know what only a finished experiment can tell
 * (hashes of files, the provider that ran) is no difference; those that do know must agree.
 */
export function differencesAmong(placed: readonly PlacedConfiguration[]): string[] {
  const fields = new Set(placed.flatMap(({ configuration }) => Object.keys(configuration)));
  return [...fields].flatMap((field) => {
    const placesOf = new Map<string | undefined, string[]>();
    for (const { place, configuration } of placed) {
      const value = configuration[field];
      if (value === undefined && isKnownLate(field)) continue;
      placesOf.set(value, [...(placesOf.get(value) ?? []), place]);
    }
    if (placesOf.size < 2) return [];
    const values = [...placesOf].map(
      ([value, places]) => `${shown(value)} in ${listNames(places)}`,
    );
    return [`${field} (${values.join('; ')})`];
  });
}

/** The field that says which execution provider really ran. */
export const PROVIDER_FIELD = 'provider';

function isKnownLate(field: string): boolean {
  return field === PROVIDER_FIELD || field.startsWith(HASH_FIELD);
}

const HASH_FIELD = 'SHA-256 of ';

function shown(value: string | undefined): string {
  if (value === undefined) return 'absent';
  return /^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 12)}…` : value;
}

function sorted(parts: readonly string[]): string {
  return [...parts].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1)).join(', ');
}
