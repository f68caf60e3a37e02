import { columnIdentity } from '../../results/resultIdentity.ts';
import type { KeptResult } from '../../results/resultStore.ts';

/**
 * The keys of results that a later result supersedes: one with the same columns, or more, of the
 * same input and execution provider. Tables and curves leave them out unless the user selects them.
 * A result without a column, for example because it failed, does not supersede one with it.
 */
export function supersededKeys(results: readonly KeptResult[]): ReadonlySet<string> {
  const later: ReadonlySet<string>[] = [];
  const superseded = new Set<string>();
  for (const { key, result } of results.toSorted((a, b) => b.savedAt - a.savedAt)) {
    const columns = new Set(result.columns.map((column) => columnIdentity(result, column)));
    if (later.some((others) => [...columns].every((column) => others.has(column))))
      superseded.add(key);
    else later.push(columns);
  }
  return superseded;
}
