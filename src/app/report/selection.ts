import type { KeptResult } from '../../experiment/resultStore.ts';

/**
 * Results that stand for the same thing: of two, the later one counts in tables and curves unless
 * the person chooses otherwise.
 */
export function supersededKeys(results: readonly KeptResult[]): ReadonlySet<string> {
  const latest = new Map<string, KeptResult>();
  const superseded = new Set<string>();
  for (const entry of results.toSorted((a, b) => b.savedAt - a.savedAt)) {
    const { name, frames, configuration, columns } = entry.result;
    const imported = columns.imported?.title ?? null;
    const same = JSON.stringify([name, frames, configuration, imported]);
    if (latest.has(same)) superseded.add(entry.key);
    else latest.set(same, entry);
  }
  return superseded;
}
