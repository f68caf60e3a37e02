import type { ColumnState } from '../../experiment/experimentState.ts';
import { allocateFrames } from '../../sequence/frames.ts';
import { allocateLabelMaps } from '../../sequence/labelMaps.ts';
import { columnsOf } from './madeUpColumns.ts';

const SIZE = { width: 8, height: 8 };

/** Columns with all of their frames and masks, from their short form. */
export function readyColumns(list: string, frameCount: number): ColumnState[] {
  const ready = new Array<boolean>(frameCount).fill(true);
  return columnsOf(list).map((column) => {
    const pictures = { frames: allocateFrames(SIZE, frameCount), ready, quality: [] };
    const maps = allocateLabelMaps(SIZE, frameCount);
    return { ...column, pictures, decoded: pictures, maps, mapsReady: ready };
  });
}
