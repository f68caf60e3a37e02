import type { FrameSize } from '../sequence/frames.ts';

/** How columns stand on the page. */
export interface Arrangement {
  readonly perRow: number;
  /** Width of each picture in CSS pixels. */
  readonly pictureWidth: number;
  /** True if a column's figures are beside its picture, false if they are below. */
  readonly isBeside: boolean;
}

/** CSS pixels; `ColumnView.module.css` and `Columns.module.css` have the same. */
const HEADER_HEIGHT = 28;
const FACTS_WIDTH = 152;
const COLUMN_GAP = 12;
const ROW_GAP = 6;
const FACTS_GAP = 8;

/** Below this width, columns stand two by two, and the page scrolls. */
const NARROW = 760;

/** Figures below a picture need about this height. */
const FACTS_HEIGHT = 210;

/**
 * Chooses the arrangement in which pictures are largest and all columns fit the room.
 *
 * @param count number of columns
 * @param frame size of the pictures
 * @param room CSS pixels that the columns may take
 */
export function arrangeColumns(count: number, frame: FrameSize, room: FrameSize): Arrangement {
  if (room.width < NARROW) {
    const perRow = Math.min(count, 2);
    return { perRow, pictureWidth: columnWidth(room.width, perRow), isBeside: false };
  }
  const aspect = frame.width / frame.height;
  let best: Arrangement = { perRow: 1, pictureWidth: 0, isBeside: true };
  for (let perRow = 1; perRow <= count; perRow++) {
    const rows = Math.ceil(count / perRow);
    const rowHeight = (room.height - ROW_GAP * (rows - 1)) / rows - HEADER_HEIGHT;
    const width = columnWidth(room.width, perRow);
    for (const isBeside of [true, false]) {
      const pictureWidth = Math.floor(
        isBeside
          ? Math.min(width - FACTS_WIDTH - FACTS_GAP, rowHeight * aspect)
          : Math.min(width, (rowHeight - FACTS_HEIGHT) * aspect),
      );
      if (pictureWidth > best.pictureWidth) best = { perRow, pictureWidth, isBeside };
    }
  }
  return best;
}

function columnWidth(width: number, perRow: number): number {
  return Math.floor((width - COLUMN_GAP * (perRow - 1)) / perRow);
}
