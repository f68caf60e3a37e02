import { CELL, type CellMap, cellMap, gradient, type Luma, sample, sumOfCell } from './cellMaps.ts';

// Each map says how strong an artefact is in each cell: what the coded picture has and the original
// has not. They find where to look; they are no measures of quality.

/** Steps on the edges of the cells that are higher than those beside them. */
export function blockingMap(original: Luma, coded: Luma): CellMap {
  return cellMap(original.size, (x, y) => {
    if (x === 0 || y === 0) return 0;
    let sum = 0;
    for (let offset = 0; offset < CELL; offset++) {
      sum += Math.max(0, edge(coded, x, y + offset, 1, 0) - edge(original, x, y + offset, 1, 0));
      sum += Math.max(0, edge(coded, x + offset, y, 0, 1) - edge(original, x + offset, y, 0, 1));
    }
    return sum;
  });
}

/** Lost detail: the gradients that have become smaller. */
export function blurMap(original: Luma, coded: Luma): CellMap {
  return cellMap(original.size, (x, y) =>
    sumOfCell(x, y, (px, py) => Math.max(0, gradient(original, px, py) - gradient(coded, px, py))),
  );
}

/** A gradient at least this large is an edge around which transforms ring. */
const STRONG_EDGE = 60;
/** A gradient at most this large is flat. */
const FLAT = 6;

/** Ripples where the original is flat, in cells with a strong edge beside them. */
export function ringingMap(original: Luma, coded: Luma): CellMap {
  const strongest = cellMap(original.size, (x, y) => {
    let most = 0;
    sumOfCell(x, y, (px, py) => {
      most = Math.max(most, gradient(original, px, py));
      return 0;
    });
    return most;
  });
  return cellMap(original.size, (x, y) => {
    if (strongestAround(strongest, x / CELL, y / CELL) < STRONG_EDGE) return 0;
    return sumOfCell(x, y, (px, py) => {
      const before = gradient(original, px, py);
      return before > FLAT ? 0 : Math.max(0, gradient(coded, px, py) - FLAT);
    });
  });
}

/** A smooth slope has no larger step from pixel to pixel. */
const SMOOTH = 4;
/** And at least this difference over the length of a cell. */
const SLOPE = 2;

/** Flat runs of pixels where the original is a smooth slope. */
export function bandingMap(original: Luma, coded: Luma): CellMap {
  return cellMap(original.size, (x, y) => {
    const isSmooth = sumOfCell(x, y, (px, py) => +(gradient(original, px, py) > SMOOTH)) === 0;
    if (!isSmooth) return 0;
    return sumOfCell(x, y, (px, py) => {
      const here = sample(original, px, py);
      const along = Math.abs(sample(original, px + CELL, py) - here);
      const down = Math.abs(sample(original, px, py + CELL) - here);
      if (Math.max(along, down) < SLOPE) return 0;
      return +(gradient(coded, px, py) === 0) - +(gradient(original, px, py) === 0);
    });
  });
}

/** How much higher the step onto a pixel is than the steps before and after it, at least 0. */
function edge(plane: Luma, x: number, y: number, dx: number, dy: number): number {
  const at = (steps: number) => sample(plane, x + steps * dx, y + steps * dy);
  const step = Math.abs(at(0) - at(-1));
  const beside = (Math.abs(at(-1) - at(-2)) + Math.abs(at(1) - at(0))) / 2;
  return Math.max(0, step - beside);
}

function strongestAround({ columns, rows, values }: CellMap, column: number, row: number): number {
  let most = 0;
  for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
      most = Math.max(most, values[y * columns + x] as number);
    }
  }
  return most;
}
