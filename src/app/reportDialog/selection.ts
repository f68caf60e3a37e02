import { experimentOf } from '../../results/resultIdentity.ts';
import type { KeptResult } from '../../results/resultStore.ts';

/**
 * The keys of results that a later result of the same experiment supersedes. Tables and curves
 * leave them out unless the user selects them. A result without a column, for example because it
 * failed, does not supersede one with it.
 */
export function supersededKeys(results: readonly KeptResult[]): ReadonlySet<string> {
  const later = new Map<string, KeptResult[]>();
  const superseded = new Set<string>();
  for (const entry of results.toSorted((a, b) => b.savedAt - a.savedAt)) {
    const { columns } = entry.result;
    const same = experimentOf(entry.result);
    const names = Object.keys(columns) as (keyof typeof columns)[];
    const others = later.get(same) ?? [];
    if (others.some(({ result }) => names.every((column) => result.columns[column]))) {
      superseded.add(entry.key);
    } else {
      later.set(same, [...others, entry]);
    }
  }
  return superseded;
}
