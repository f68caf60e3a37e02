import { describe, expect, it } from 'vitest';
import { type TileGrid, treeBlockOrder } from './tiles.ts';

const grid = (
  columns: number,
  rows: number,
  widths: number[] | null = null,
  heights: number[] | null = null,
): TileGrid => ({ columns, rows, widths, heights });

describe('the order of coding tree blocks', () => {
  it('without tiles is that of the picture', () => {
    const { toRaster, toStream, tile, tileStart } = treeBlockOrder(null, 3, 2);
    expect([...toRaster]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...toStream]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...tile]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...tileStart]).toEqual([0, 0, 0]);
  });

  it('goes through one tile after the other', () => {
    const { toRaster, toStream, tile, tileStart } = treeBlockOrder(grid(2, 2, [1], [1]), 3, 2);
    expect([...toRaster]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...tile]).toEqual([0, 1, 1, 2, 3, 3]);
    expect([...tileStart]).toEqual([0, 1, 1]);
    expect([...toStream]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('and its opposite undo each other', () => {
    const { toRaster, toStream } = treeBlockOrder(grid(2, 1, [1], []), 3, 2);
    // The tile on the left is one block wide: its two blocks come first.
    expect([...toRaster]).toEqual([0, 3, 1, 2, 4, 5]);
    expect([...toStream]).toEqual([0, 2, 3, 1, 4, 5]);
  });

  it('spaces uniform tiles as evenly as whole blocks allow (6-3)', () => {
    // (i + 1) × 10 / 4 rounded down: borders at 2, 5 and 7.
    const { tileStart } = treeBlockOrder(grid(4, 1), 10, 1);
    expect([...tileStart]).toEqual([0, 0, 2, 2, 2, 5, 5, 7, 7, 7]);
  });

  it('refuses tiles that do not fit', () => {
    const refusal = 'its tiles do not fit into the picture';
    expect(() => treeBlockOrder(grid(2, 1, [3], []), 3, 2)).toThrow(refusal);
    expect(() => treeBlockOrder(grid(3, 1, [1, 4], []), 4, 2)).toThrow(refusal);
    expect(() => treeBlockOrder(grid(5, 1), 4, 2)).toThrow(refusal);
    expect(() => treeBlockOrder(grid(1, 3, [], [1, 1]), 4, 2)).toThrow(refusal);
  });
});
