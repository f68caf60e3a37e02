import { evenSize } from '../../codec/padding.ts';
import type { Rectangle } from '../../rendering/shownPicture.ts';
import type { FrameSize } from '../../sequence/frames.ts';

/**
 * Sizes of clips. `native`: a pixel for each pixel of the frame, or whole multiples of them if only
 * a small part is shown; `large` and `small`: as large as fits into a square of
 * {@link LONGEST_SIDES}.
 */
export type ClipSize = 'native' | 'large' | 'small';

/** The longest side of a clip, in pixels. */
const LONGEST_SIDES = { large: 1920, small: 960 } as const;

/** Where the pictures and their labels are, in pixels. */
export interface ClipLayout {
  /** Of the whole clip; even, as 4:2:0 needs it. */
  readonly size: FrameSize;
  readonly cells: readonly ClipCellPlace[];
  /** Of the labels, in pixels. */
  readonly fontSize: number;
}

export interface ClipCellPlace {
  readonly picture: Rectangle;
  /** Above the picture; null without labels. */
  readonly label: Rectangle | null;
}

/** Narrower pictures of a small part of the frame are enlarged in `native`. */
const LEAST_NATIVE_WIDTH = 320;

/**
 * Arranges pictures in rows: up to three side by side, more in two rows, which is nearer to the
 * shape of a screen.
 *
 * @param count of pictures, at least 1
 * @param crop the part of the frame that each of them shows, in frame pixels
 */
export function clipLayout(
  count: number,
  crop: FrameSize,
  size: ClipSize,
  hasLabels: boolean,
): ClipLayout {
  const perRow = count > 3 ? Math.ceil(count / 2) : count;
  const arranged = (cellWidth: number) => arrange(count, perRow, cellWidth, crop, hasLabels);
  if (size === 'native') {
    const scale = Math.max(1, Math.ceil(LEAST_NATIVE_WIDTH / crop.width));
    return arranged(Math.round(crop.width * scale));
  }
  const longest = LONGEST_SIDES[size];
  let cellWidth = Math.floor((longest - (perRow - 1) * gapOf(longest / perRow)) / perRow);
  for (;;) {
    const layout = arranged(cellWidth);
    const excess = Math.max(layout.size.width, layout.size.height) / longest;
    if (excess <= 1 || cellWidth === 1) return layout;
    cellWidth = Math.max(1, Math.min(cellWidth - 1, Math.floor(cellWidth / excess)));
  }
}

function arrange(
  count: number,
  perRow: number,
  cellWidth: number,
  crop: FrameSize,
  hasLabels: boolean,
): ClipLayout {
  const cellHeight = Math.max(1, Math.round((cellWidth * crop.height) / crop.width));
  const gap = gapOf(cellWidth);
  const fontSize = Math.min(40, Math.max(12, Math.round(cellWidth / 32)));
  const labelHeight = hasLabels ? Math.round(1.8 * fontSize) : 0;
  const rows = Math.ceil(count / perRow);
  const rowHeight = labelHeight + cellHeight;
  const cells = Array.from({ length: count }, (_, index) => {
    const x = (index % perRow) * (cellWidth + gap);
    const y = Math.floor(index / perRow) * (rowHeight + gap);
    return {
      label: hasLabels ? { x, y, width: cellWidth, height: labelHeight } : null,
      picture: { x, y: y + labelHeight, width: cellWidth, height: cellHeight },
    };
  });
  const width = perRow * (cellWidth + gap) - gap;
  const height = rows * (rowHeight + gap) - gap;
  return { size: evenSize({ width, height }), cells, fontSize };
}

/** Between pictures, in pixels. */
function gapOf(cellWidth: number): number {
  return Math.max(2, Math.round(cellWidth / 120));
}
