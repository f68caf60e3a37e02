/**
 * Tracks where neighbouring labels differ in the last coded rows of a map. A template without such
 * an edge in its reach sees one label only.
 */
export class RecentEdges {
  /** For each column, including the border, the last row with an edge near it. */
  readonly rows: Int32Array;

  /**
   * @param stride of the planes
   * @param reach of the template to the left, to the right and up
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

  /** Records that a pixel differs from its left or upper neighbour. */
  note(column: number, row: number): void {
    const { rows, reach } = this;
    const last = column + reach;
    for (let near = column - reach; near <= last; near++) rows[near] = row;
  }
}
