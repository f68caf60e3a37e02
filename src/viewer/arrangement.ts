import type { FrameSize } from '../sequence/frames.ts';

/** How columns stand on the page. */
export interface Arrangement {
  readonly perRow: number;
  /** Width of each picture in CSS pixels. */
  readonly pictureWidth: number;
  /** True if a column's figures are beside its picture, false if they are below. */
  readonly isBeside: boolean;
  /**
   * How the two pictures stand that are seen at once where pairs of columns are swiped; null where
   * all columns are seen.
   */
  readonly swiped: 'stacked' | 'abreast' | null;
}

/** CSS pixels of a column's header, for a mouse and for a finger. */
export const HEADER_HEIGHT = { fine: 28, coarse: 44 } as const;

/** The room that the parts of a column take, in CSS pixels. */
interface ColumnParts {
  /** Height of the line above a picture. */
  readonly header: number;
  /** Width of the figures beside a picture, and of the gap between both. */
  readonly facts: number;
  readonly factsGap: number;
  /** Height of the figures below a picture, about. */
  readonly factsHeight: number;
  readonly columnGap: number;
  readonly rowGap: number;
}

/** `ColumnView.module.css` and `Columns.module.css` have the same, and of headers. */
const PAGE_PARTS: ColumnParts = {
  header: HEADER_HEIGHT.fine,
  facts: 152,
  factsGap: 8,
  factsHeight: 210,
  columnGap: 12,
  rowGap: 6,
};

/** Between swiped columns. */
export const SWIPE_GAP = 8;

/**
 * Chooses the arrangement in which pictures are largest and all columns fit the room.
 *
 * @param count number of columns
 * @param frame size of the pictures
 * @param room CSS pixels that the columns may take
 * @param parts what they have beside their pictures, where it differs from a page with a mouse
 */
export function arrangeColumns(
  count: number,
  frame: FrameSize,
  room: FrameSize,
  parts: Partial<ColumnParts> = {},
): Arrangement {
  const { header, facts, factsGap, factsHeight, columnGap, rowGap } = { ...PAGE_PARTS, ...parts };
  const aspect = frame.width / frame.height;
  let best: Arrangement = { perRow: 1, pictureWidth: 0, isBeside: true, swiped: null };
  for (let perRow = 1; perRow <= count; perRow++) {
    const rows = Math.ceil(count / perRow);
    const rowHeight = (room.height - rowGap * (rows - 1)) / rows - header;
    const width = columnWidth(room.width, perRow, columnGap);
    for (const isBeside of [true, false]) {
      const pictureWidth = Math.floor(
        isBeside
          ? Math.min(width - facts - factsGap, rowHeight * aspect)
          : Math.min(width, (rowHeight - factsHeight) * aspect),
      );
      if (pictureWidth > best.pictureWidth) {
        best = { perRow, pictureWidth, isBeside, swiped: null };
      }
    }
  }
  return best;
}

/**
 * On a phone two columns are seen at once, and the others are swiped to: the pictures stand one
 * above the other or side by side, whichever makes them larger. Figures are below.
 *
 * @param count number of columns; a single one is not swiped
 * @param frame size of the pictures
 * @param room CSS pixels that two pictures with their headers may take
 */
export function arrangeOnPhone(count: number, frame: FrameSize, room: FrameSize): Arrangement {
  const aspect = frame.width / frame.height;
  const widthIn = (width: number, height: number) =>
    Math.max(0, Math.floor(Math.min(width, (height - HEADER_HEIGHT.coarse) * aspect)));
  if (count < 2) {
    const pictureWidth = widthIn(room.width, room.height);
    return { perRow: 1, pictureWidth, isBeside: false, swiped: null };
  }
  const stacked = widthIn(room.width, room.height / 2);
  const abreast = widthIn(columnWidth(room.width, 2, SWIPE_GAP), room.height);
  return stacked > abreast
    ? { perRow: 1, pictureWidth: stacked, isBeside: false, swiped: 'stacked' }
    : { perRow: 2, pictureWidth: abreast, isBeside: false, swiped: 'abreast' };
}

function columnWidth(width: number, perRow: number, gap: number): number {
  return Math.floor((width - gap * (perRow - 1)) / perRow);
}

/** CSS pixels from the top of a swiped pair to the bottom of its pictures. */
export function swipedHeight(arrangement: Arrangement, frame: FrameSize): number {
  const { swiped, pictureWidth } = arrangement;
  const height = HEADER_HEIGHT.coarse + (pictureWidth * frame.height) / frame.width;
  return Math.ceil(swiped === 'stacked' ? 2 * height : height);
}
