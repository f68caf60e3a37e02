import { z } from 'zod';
import { Problem } from '../problem.ts';
import { meanResult } from './result.ts';
import { type SequenceResult, sequenceResultSchema } from './resultSchema.ts';

/** Changes whenever an older reader would misread a file; 1 had no provenance. */
export const RESULT_VERSION = 2;

/** A sequence that gave no result. */
export interface Failure {
  readonly name: string;
  /** Null where it failed whatever the CRF. */
  readonly crf: number | null;
  readonly problem: string;
}

/** What a result file holds: any number of experiments, and what failed. */
export interface ResultSet {
  /** Free facts about the machine and command that made the file. */
  readonly environment: Readonly<Record<string, unknown>>;
  readonly sequences: readonly SequenceResult[];
  readonly failures: readonly Failure[];
}

const resultSet = z.object({
  environment: z.record(z.string(), z.unknown()),
  sequences: z.array(sequenceResultSchema),
  failures: z.array(
    z.object({ name: z.string(), crf: z.number().nullable().default(null), problem: z.string() }),
  ),
});

/**
 * A result file as text: JSON that `npm run evaluate` writes, the page exports, and both read.
 * Means are written for the reader's comfort and never read back: `means` holds one for each
 * configuration, `mean` repeats the first.
 */
export function formatResultFile({ environment, sequences, failures }: ResultSet): string {
  const means = groupByConfiguration(sequences).map(({ configuration, results }) => ({
    ...configuration,
    sequences: results.length,
    columns: meanResult(results),
  }));
  const mean = { sequences: means[0]?.sequences ?? 0, columns: means[0]?.columns ?? {} };
  const file = {
    format: 'maskscope result',
    version: RESULT_VERSION,
    environment,
    sequences,
    failures,
    mean,
    means,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Reads a result file.
 *
 * @param name of the file, for messages
 * @throws Problem when it is no result file, one of another version, or damaged
 */
export function parseResultFile(text: string, name: string): ResultSet {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Problem(
      `${name} is not a result file: it is not JSON.`,
      'Choose a file that Maskscope exported or that `npm run evaluate` wrote.',
      { cause },
    );
  }
  const version = versionOf(json);
  if (version !== RESULT_VERSION) {
    throw new Problem(
      version === null
        ? `${name} is not a result file: it does not say which version it is.`
        : `${name} is a result file of version ${version}; this Maskscope reads version ${RESULT_VERSION}.`,
      'Evaluate again with this version, or open the file with the one that wrote it.',
    );
  }
  const parsed = resultSet.safeParse(json);
  if (!parsed.success) {
    throw new Problem(
      `${name} is damaged: ${z.prettifyError(parsed.error)}.`,
      'Export or evaluate it again.',
      { cause: parsed.error },
    );
  }
  return parsed.data;
}

/** Results of one configuration. */
export interface ConfigurationGroup {
  readonly configuration: {
    /** Null where each sequence has the CRF that its rate asks for. */
    readonly crf: number | null;
    readonly targetBpp: number | null;
    readonly keyint: number;
    readonly network: string;
  };
  readonly results: readonly SequenceResult[];
}

/**
 * Results that may be averaged: of the same CRF or wanted rate, key frame distance and network. By
 * network, then CRF.
 */
export function groupByConfiguration(results: readonly SequenceResult[]): ConfigurationGroup[] {
  const groups = new Map<
    string,
    { configuration: ConfigurationGroup['configuration']; results: SequenceResult[] }
  >();
  for (const result of results) {
    const { crf, targetBpp, keyint, network } = result.configuration;
    const configuration = { crf: targetBpp === null ? crf : null, targetBpp, keyint, network };
    const key = JSON.stringify(configuration);
    const group = groups.get(key) ?? { configuration, results: [] };
    group.results.push(result);
    groups.set(key, group);
  }
  return [...groups.values()].sort(
    (a, b) =>
      a.configuration.network.localeCompare(b.configuration.network) ||
      a.configuration.keyint - b.configuration.keyint ||
      (a.configuration.crf ?? 0) - (b.configuration.crf ?? 0) ||
      (a.configuration.targetBpp ?? 0) - (b.configuration.targetBpp ?? 0),
  );
}

function versionOf(json: unknown): number | null {
  if (typeof json !== 'object' || json === null || !('version' in json)) return null;
  return typeof json.version === 'number' ? json.version : null;
}
