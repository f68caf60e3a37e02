import { z } from 'zod';
import { Problem } from '../problem.ts';
import { configurationMeans } from './configurationMeans.ts';
import { resultJson, type SequenceResult, sequenceResultSchema } from './resultSchema.ts';

/**
 * Changes whenever an older version of Maskscope would misread a file. Version 1 had no provenance,
 * version 2 no coded masks. Files of version 2 are read as results with VOS at the decoder.
 */
export const RESULT_VERSION = 3;

/** The versions that {@link parseResultFile} reads. */
export const READ_VERSIONS: readonly number[] = [2, RESULT_VERSION];

/** An experiment without a result. */
export interface Failure {
  readonly name: string;
  /** Null if it failed for all CRFs. */
  readonly crf: number | null;
  /** Missing if it failed for all networks. */
  readonly network?: string | undefined;
  readonly problem: string;
}

/** Content of a result file: any number of results and failures. */
export interface ResultSet {
  /**
   * Information about the machine and the command that wrote the file; its fields are not fixed.
   */
  readonly environment: Readonly<Record<string, unknown>>;
  readonly sequences: readonly SequenceResult[];
  readonly failures: readonly Failure[];
}

const resultSet = z.object({
  environment: z.record(z.string(), z.unknown()),
  sequences: z.array(sequenceResultSchema),
  failures: z.array(
    z.object({
      name: z.string(),
      crf: z.number().nullable().default(null),
      network: z.string().optional(),
      problem: z.string(),
    }),
  ),
});

/**
 * Formats a result file as JSON. `npm run evaluate` and the page write and read such files. The
 * means are for human readers and are not read back: `means` has one for each configuration (see
 * `configurationMeans`), `mean` repeats the first.
 */
export function formatResultFile({ environment, sequences, failures }: ResultSet): string {
  const means = configurationMeans(sequences);
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
  return `${resultJson(file, 2)}\n`;
}

/**
 * Reads a result file.
 *
 * @param name the file name, for messages
 * @throws Problem when it is not a result file, has another version or is damaged
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
  if (version === null || !READ_VERSIONS.includes(version)) {
    throw new Problem(
      version === null
        ? `${name} is not a result file: it has no version number.`
        : `${name} is a result file of version ${version}; this Maskscope reads versions ${READ_VERSIONS.join(' and ')}.`,
      'Evaluate again with this version, or open the file with the version that wrote it.',
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

function versionOf(json: unknown): number | null {
  if (typeof json !== 'object' || json === null || !('version' in json)) return null;
  return typeof json.version === 'number' ? json.version : null;
}
