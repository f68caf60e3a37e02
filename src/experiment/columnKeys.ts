import { type ColumnSpec, sameColumn } from '../results/columnSpec.ts';

let next = 1;

/**
 * Keys that identify columns on the screen while others are added, moved and removed: a column that
 * stays keeps its key, and so does one that is changed in its place.
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
  const take = (index: number) => {
    const key = free.get(index);
    free.delete(index);
    return key;
  };
  const assigned = now.map((spec) => {
    const same = [...free.keys()].find((index) => {
      const other = before[index];
      return other !== undefined && (other === spec || sameColumn(other, spec));
    });
    return same === undefined ? undefined : take(same);
  });
  return assigned.map((key, index) => key ?? take(index) ?? `column-${next++}`);
}
