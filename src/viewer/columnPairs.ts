/** Two neighbouring columns that are seen at once on a phone; an odd last one is alone. */
export type ColumnPair<Column> = readonly [Column] | readonly [Column, Column];

/** The columns two by two, from left to right. */
export function columnPairs<Column>(columns: readonly Column[]): readonly ColumnPair<Column>[] {
  const pairs: ColumnPair<Column>[] = [];
  for (let at = 0; at < columns.length; at += 2) {
    const [first, second] = columns.slice(at, at + 2);
    if (first === undefined) continue;
    pairs.push(second === undefined ? [first] : [first, second]);
  }
  return pairs;
}

/**
 * The place of the pair that is in view.
 *
 * @param chosen the index of a column that is to be seen; -1 without a choice
 * @param ours the index of the first column of ours; -1 without any
 */
export function pairInView(chosen: number, ours: number): number {
  return Math.floor(Math.max(0, chosen >= 0 ? chosen : ours) / 2);
}
