import { resultKey } from './resultIdentity.ts';
import { type KeptResult, readStoredResult, type StoredResult } from './storedResult.ts';

/** The results that the browser has stored. */
export interface ResultListing {
  /** Latest first, one for each key. */
  readonly results: readonly KeptResult[];
  /** Keys of results that another version of Maskscope stored and this one cannot read. */
  readonly outdated: readonly string[];
}

/** A listing with the keys of its database entries. */
export interface StoredListing extends ResultListing {
  /** For each result's key, the keys under which its entries are stored. */
  readonly storedKeys: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads stored entries. The keys are computed again, because their definition has changed between
 * versions. If several entries have the same key, the one that was saved last counts.
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
