import type { KeptResult } from '../../experiment/resultStore.ts';

/**
 * Results that stand for the same thing: of two, the later one counts in tables and curves unless
 * the person chooses otherwise.
 */
export function supersededKeys(results: readonly KeptResult[]): ReadonlySet<string> {
  const latest = new Map<string, KeptResult>();
  const superseded = new Set<string>();
  for (const entry of results.toSorted((a, b) => b.savedAt - a.savedAt)) {
    const { name, frames, configuration, columns, provenance } = entry.result;
    const { imported } = columns;
    const same = JSON.stringify([
      ...[name, provenance.input, frames, configuration],
      ...[imported?.title, imported?.bpp?.total, columns.x265?.crf, columns.x265?.provider],
      provenance.givenFiles.map(({ role, sha256 }) => [role, sha256]),
    ]);
    if (latest.has(same)) superseded.add(entry.key);
    else latest.set(same, entry);
  }
  return superseded;
}
