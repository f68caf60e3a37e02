import { listNames } from '../messageWords.ts';
import { Problem } from '../problem.ts';
import { formerResultSchema } from './formerResult.ts';
import { groupMeans } from './groupMeans.ts';
import { z } from './jitlessZod.ts';
import { resultJson, type SequenceResult, sequenceResultSchema } from './resultSchema.ts';

/**
 * Changes whenever an older version of Maskscope would misread a file. Version 1 had no provenance,
 * version 2 no coded masks; up to version 3, all columns of a result had one configuration. Files of
 * versions 2 and 3 are converted; in version 2, VOS always ran at the decoder.
 */
export const RESULT_VERSION = 4;

/** The versions that {@link parseResultFile} reads. */
export const READ_VERSIONS: readonly number[] = [2, 3, RESULT_VERSION];

/** The schema of a result in this version of the format, one of {@link READ_VERSIONS}. */
export function resultSchemaOf(version: number): z.ZodType<SequenceResult> {
  return version < RESULT_VERSION ? formerResultSchema : sequenceResultSchema;
}

/** An experiment without a result. */
export interface Failure {
  readonly name: string;
  /** Its columns in their short form (`columnList.ts`); null if the whole sequence failed. */
  readonly columns: string | null;
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

const failure = z.object({
  name: z.string(),
  columns: z.string().nullable(),
  problem: z.string(),
});

/** A failure of versions 2 and 3, which had a network and a CRF; the problem names them now. */
const formerFailure = z
  .object({
    name: z.string(),
    crf: z.number().nullable().default(null),
    network: z.string().optional(),
    problem: z.string(),
  })
  .transform(({ name, crf, network, problem }): Failure => {
    const parts = [network, crf === null ? null : `CRF ${crf}`].filter(Boolean);
    const text = parts.length > 0 ? `${parts.join(', ')}: ${problem}` : problem;
    return { name, columns: null, problem: text };
  });

function resultSetOf(version: number) {
  return z.object({
    environment: z.record(z.string(), z.unknown()),
    sequences: z.array(resultSchemaOf(version)),
    failures: z.array(version < RESULT_VERSION ? formerFailure : failure),
  });
}

/**
 * Formats a result file as JSON. `npm run evaluate` and the page write and read such files. The
 * `means` are for human readers and are not read back: one for each column and its settings, see
 * `groupMeans`.
 */
export function formatResultFile({ environment, sequences, failures }: ResultSet): string {
  const file = {
    format: 'maskscope result',
    version: RESULT_VERSION,
    environment,
    sequences,
    failures,
    means: groupMeans(sequences),
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
        : `${name} is a result file of version ${version}; this Maskscope reads versions ${listNames(READ_VERSIONS.map(String))}.`,
      'Evaluate again with this version, or open the file with the version that wrote it.',
    );
  }
  const parsed = resultSetOf(version).safeParse(json);
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
