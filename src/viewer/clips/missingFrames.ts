import type { ColumnState } from '../../experiment/experimentState.ts';
import { listNames } from '../../messageWords.ts';
import { Problem } from '../../problem.ts';
import { showsBlocks } from '../../rendering/blockLook.ts';
import { columnNames } from '../../results/columnNames.ts';
import { assertBlocksThere } from '../blockReading.ts';
import { lookOf, pictureOf } from '../pictureOf.ts';
import type { Loop, ViewState } from '../viewState.ts';

/**
 * Checks that every frame of a clip can be drawn, with its masks if the layer shows them.
 *
 * @param needed the columns of the clip
 * @param columns all columns
 * @throws Problem that names the columns and their frames that are not there
 */
export function assertFramesThere(
  needed: readonly ColumnState[],
  columns: readonly ColumnState[],
  view: ViewState,
  { first, last }: Loop,
): void {
  const names = columnNames(columns);
  const indexes = Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  const missing = needed.flatMap((column) => {
    const { layer } = lookOf(view, column.key);
    const needsMasks = layer !== 'plain' && layer !== 'difference';
    const absent = indexes.filter((index) => {
      const picture = pictureOf(column, columns, index, view);
      return !picture || (needsMasks && !picture.maps);
    });
    const name = names[columns.indexOf(column)] ?? column.title;
    return absent.length > 0 ? [`${framesText(absent)} of ${name}`] : [];
  });
  if (missing.length === 0) {
    if (showsBlocks(view)) assertBlocksThere(needed, columns, indexes, view);
    return;
  }
  throw new Problem(
    `Not computed yet: ${listNames(missing)}.`,
    'Wait until they are, or choose other frames.',
  );
}

/** E.g. `frame 3` or `frames 0–4, 7, 9–59`. */
export function framesText(indexes: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const index of indexes) {
    const run = runs.at(-1);
    if (run && run[1] === index - 1) run[1] = index;
    else runs.push([index, index]);
  }
  const texts = runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  return `${indexes.length === 1 ? 'frame' : 'frames'} ${listNames(texts)}`;
}
