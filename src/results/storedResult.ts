import { READ_VERSIONS, RESULT_VERSION, resultSchemaOf } from './resultFile.ts';
import { resultJson, type SequenceResult } from './resultSchema.ts';

/** A stored result. */
export interface KeptResult {
  /** See `resultKey`. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly result: SequenceResult;
}

/** A database entry. */
export interface StoredResult {
  readonly key: string;
  readonly savedAt: number;
  /** Version of the result's format, `RESULT_VERSION`; may be missing in entries of version 2. */
  readonly version?: number;
  /** The result in the format of result files. */
  readonly result: unknown;
}

/**
 * Converts a result to a database entry. IndexedDB could store NaN, but the format of result files
 * (null for NaN) is used so that both are read in the same way.
 */
export function storedResult({ key, savedAt, result }: KeptResult): StoredResult {
  return { key, savedAt, version: RESULT_VERSION, result: JSON.parse(resultJson(result)) };
}

/** Reads a database entry, converted from older versions; null if it cannot be read. */
export function readStoredResult({
  key,
  savedAt,
  version,
  result,
}: StoredResult): KeptResult | null {
  const known = version ?? FIRST_STORED_VERSION;
  if (!READ_VERSIONS.includes(known)) return null;
  const json = version === undefined ? JSON.parse(resultJson(result)) : result;
  const parsed = resultSchemaOf(known).safeParse(json);
  return parsed.success ? { key, savedAt, result: parsed.data } : null;
}

/** Early entries of this version have no version number, and contain NaN and infinity directly. */
const FIRST_STORED_VERSION = 2;
