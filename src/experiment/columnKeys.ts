import { type ColumnSpec, sameColumn } from '../results/columnSpec.ts';

let next = 1;

/**
 * Keys that identify columns on the screen while others are added, moved and removed: a column that
 * stays keeps its key, and so does one that is changed in its place. Of equal columns, each keeps its
 * own key if it is the same object, or else if it is in the same place.
 *
 * @param keys those of the columns before
 * @param before the columns before
 */
export function columnKeys(
  keys: readonly string[],
  before: readonly ColumnSpec[],
  now: readonly ColumnSpec[],
): string[] {
  const free = new Map(keys.map((key, index) => [index, key]));
  const assigned: (string | undefined)[] = now.map(() => undefined);
  const assign = (find: (spec: ColumnSpec, index: number) => number) => {
    for (const [index, spec] of now.entries()) {
      if (assigned[index] !== undefined) continue;
      const found = find(spec, index);
      assigned[index] = free.get(found);
      free.delete(found);
    }
  };
  const freeIndex = (test: (other: ColumnSpec) => boolean) =>
    [...free.keys()].find((index) => {
      const other = before[index];
      return other !== undefined && test(other);
    }) ?? -1;
  const isSame = (index: number, spec: ColumnSpec) => {
    const other = before[index];
    return other !== undefined && sameColumn(other, spec);
  };
  assign((spec) => freeIndex((other) => other === spec));
  assign((spec, index) => (isSame(index, spec) ? index : -1));
  assign((spec) => freeIndex((other) => sameColumn(other, spec)));
  assign((_, index) => index);
  return assigned.map((key) => key ?? `column-${next++}`);
}
