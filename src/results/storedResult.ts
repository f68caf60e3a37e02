import { READ_VERSIONS, RESULT_VERSION } from './resultFile.ts';
import { resultJson, type SequenceResult, sequenceResultSchema } from './resultSchema.ts';

/** A finished experiment as the browser keeps it. */
export interface KeptResult {
  /** `resultKey` of what it was made from. */
  readonly key: string;
  readonly savedAt: number;
  readonly result: SequenceResult;
}

/** The same as it lies in the browser's database. */
export interface StoredResult {
  readonly key: string;
  readonly savedAt: number;
  /** Of the result file that it would stand in; entries of version 2 may lack it. */
  readonly version?: number;
  /** What a result file would hold. */
  readonly result: unknown;
}

/**
 * What is stored of a result. A database keeps NaN as it is, a result file has null in its place:
 * with one form for both there is one way to read them.
 */
export function storedResult({ key, savedAt, result }: KeptResult): StoredResult {
  return { key, savedAt, version: RESULT_VERSION, result: JSON.parse(resultJson(result)) };
}

/** A stored result; null where another version of Maskscope left it, which this one cannot read. */
export function readStoredResult({
  key,
  savedAt,
  version,
  result,
}: StoredResult): KeptResult | null {
  const numbered = version !== undefined;
  if (!READ_VERSIONS.includes(version ?? FIRST_STORED_VERSION)) return null;
  const parsed = sequenceResultSchema.safeParse(numbered ? result : JSON.parse(resultJson(result)));
  return parsed.success ? { key, savedAt, result: parsed.data } : null;
}

/** Stored without its number, and with NaN and infinity as they are. */
const FIRST_STORED_VERSION = 2;
