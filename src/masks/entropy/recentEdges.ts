/**
 * Where, in the rows of a map that were just coded, neighbouring labels differ: a template that has
 * met none of these sees one label only.
 */
export class RecentEdges {
  /** For each column, its border's too, the last row with an edge near it. */
  readonly rows: Int32Array;

  /**
   * @param stride of the planes
   * @param reach how far a template looks to the left, to the right and upwards
   */
  constructor(
    stride: number,
    readonly reach: number,
  ) {
    this.rows = new Int32Array(stride);
    this.clear();
  }

  clear(): void {
    this.rows.fill(-this.reach - 1);
  }

  /** Notes that a pixel is not the label of its left or upper neighbour. */
  note(column: number, row: number): void {
    const { rows, reach } = this;
    const last = column + reach;
    for (let near = column - reach; near <= last; near++) rows[near] = row;
  }
}
