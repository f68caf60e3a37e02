import { resultKey } from './resultIdentity.ts';
import { type KeptResult, readStoredResult, type StoredResult } from './storedResult.ts';

/** What a browser keeps. */
export interface ResultListing {
  /** The latest first, one for each key. */
  readonly results: readonly KeptResult[];
  /** Keys of what another version of Maskscope left and this one cannot read. */
  readonly outdated: readonly string[];
}

/** The same, and where it lies. */
export interface StoredListing extends ResultListing {
  /** By a result's key, the keys that its entries are stored under. */
  readonly storedKeys: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads stored entries. What a result's key is made of has changed between versions, so the keys are
 * made anew: of entries that are the same result the one that was saved last counts.
 */
export async function listStored(entries: readonly StoredResult[]): Promise<StoredListing> {
  const latest = new Map<string, KeptResult>();
  const outdated: string[] = [];
  const storedKeys = new Map<string, string[]>();
  for (const entry of entries) {
    const kept = readStoredResult(entry);
    if (!kept) {
      outdated.push(entry.key);
      continue;
    }
    const key = await resultKey(kept.result);
    const before = latest.get(key);
    if (!before || kept.savedAt >= before.savedAt) latest.set(key, { ...kept, key });
    storedKeys.set(key, [...(storedKeys.get(key) ?? []), entry.key]);
  }
  const results = [...latest.values()].sort((a, b) => b.savedAt - a.savedAt);
  return { results, outdated, storedKeys };
}
