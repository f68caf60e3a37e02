import type { BitReader } from '../../codec/bitReader.ts';
import { StreamFault, within } from '../streamFault.ts';

/** Most columns and rows of tiles that a level allows (table A.8). */
const MOST_COLUMNS = 20;
const MOST_ROWS = 22;

/** The grid of tiles as a picture parameter set gives it (7.3.2.3.1). */
export interface TileGrid {
  readonly columns: number;
  readonly rows: number;
  /** Widths of all columns but the last, in coding tree blocks; null for equal widths. */
  readonly widths: readonly number[] | null;
  readonly heights: readonly number[] | null;
}

export function readTileGrid(reader: BitReader): TileGrid {
  const columns = within(reader.unsigned(), 0, MOST_COLUMNS - 1, 'num_tile_columns_minus1') + 1;
  const rows = within(reader.unsigned(), 0, MOST_ROWS - 1, 'num_tile_rows_minus1') + 1;
  const isUniform = reader.flag();
  const sizes = (count: number) => Array.from({ length: count - 1 }, () => reader.unsigned() + 1);
  const widths = isUniform ? null : sizes(columns);
  const heights = isUniform ? null : sizes(rows);
  // loop_filter_across_tiles_enabled_flag
  reader.skip(1);
  return { columns, rows, widths, heights };
}

/** The order of the coding tree blocks in the stream, and the tile of each (6.5.1). */
export interface TreeBlockOrder {
  /** Address in raster scan of the n-th tree block in the stream (CtbAddrTsToRs). */
  readonly toRaster: Uint32Array;
  /** Place in the stream of a tree block (CtbAddrRsToTs). */
  readonly toStream: Uint32Array;
  /** Number of a tree block's tile, by address in raster scan. */
  readonly tile: Uint16Array;
  /** First column of a tree block's tile, by the tree block's column. */
  readonly tileStart: Uint16Array;
}

/**
 * @param columns coding tree blocks in a row
 * @param rows rows of them
 * @throws StreamFault if the tiles do not fit into the picture
 */
export function treeBlockOrder(
  grid: TileGrid | null,
  columns: number,
  rows: number,
): TreeBlockOrder {
  const toRaster = new Uint32Array(columns * rows);
  const toStream = new Uint32Array(columns * rows);
  const tile = new Uint16Array(columns * rows);
  const tileStart = new Uint16Array(columns);
  const across = borders(grid?.widths ?? null, grid?.columns ?? 1, columns);
  const down = borders(grid?.heights ?? null, grid?.rows ?? 1, rows);
  let place = 0;
  let number = 0;
  for (const [top, bottom] of down) {
    for (const [left, right] of across) {
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          const address = row * columns + column;
          toRaster[place] = address;
          toStream[address] = place;
          tile[address] = number;
          tileStart[column] = left;
          place += 1;
        }
      }
      number += 1;
    }
  }
  return { toRaster, toStream, tile, tileStart };
}

/** First tree block of each column or row of tiles, and the one behind its last (6-3 and 6-4). */
function borders(
  sizes: readonly number[] | null,
  count: number,
  length: number,
): [from: number, to: number][] {
  const inner = sizes
    ? sizes.map((_, index) => sizes.slice(0, index + 1).reduce((sum, size) => sum + size, 0))
    : Array.from({ length: count - 1 }, (_, index) => Math.floor(((index + 1) * length) / count));
  const all = [0, ...inner, length];
  return inner.length === 0
    ? [[0, length]]
    : all.slice(1).map((to, index) => {
        const from = all[index] as number;
        if (to <= from) throw new StreamFault('its tiles do not fit into the picture');
        return [from, to];
      });
}
