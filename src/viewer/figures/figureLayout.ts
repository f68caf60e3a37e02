import type { Rectangle } from '../../rendering/shownPicture.ts';
import type { FrameSize } from '../../sequence/frames.ts';
import { type FigureStyle, LINE_HEIGHT } from './figureStyle.ts';

interface GridParts {
  readonly style: FigureStyle;
  readonly frame: FrameSize;
  readonly columns: number;
  readonly rows: number;
  /** The most lines above a column, besides its name; null without labels. */
  readonly headLines: number | null;
}

/** Where the parts of a figure are, in points. */
export interface FigureLayout {
  readonly width: number;
  /** Height of heads and pictures with their labels. */
  readonly height: number;
  /** Left edges and width of the columns. */
  readonly lefts: readonly number[];
  readonly columnWidth: number;
  /** Base lines of the heads: the name's, then those of the other lines; empty without labels. */
  readonly headLines: readonly number[];
  /** The pictures, row by row. */
  readonly cells: readonly (readonly Rectangle[])[];
  /** Base line below each row of pictures; null without labels. */
  readonly rowLabels: readonly (number | null)[];
}

/** Distance of labels from their picture, in points. */
const NEAR = 2;

/** Lays a grid of pictures out that fills the width of its text columns. */
export function figureLayout({ style, frame, columns, rows, headLines }: GridParts): FigureLayout {
  const { width, gap, name, text } = style;
  const columnWidth = (width - gap * (columns - 1)) / columns;
  const lefts = Array.from({ length: columns }, (_, index) => index * (columnWidth + gap));
  const cellHeight = (columnWidth * frame.height) / frame.width;
  const heads = headLines === null ? [] : [name, ...Array<number>(headLines).fill(text)];
  const baselines: number[] = [];
  let y = 0;
  for (const [index, size] of heads.entries()) {
    // The first line has no room above its capitals.
    y += size * (index === 0 ? 0.75 : LINE_HEIGHT);
    baselines.push(y);
  }
  if (heads.length > 0) y += NEAR + 0.25 * text;
  const cells: Rectangle[][] = [];
  const rowLabels: (number | null)[] = [];
  for (let row = 0; row < rows; row++) {
    if (row > 0) y += headLines === null ? gap : gap + NEAR;
    const top = y;
    cells.push(lefts.map((x) => ({ x, y: top, width: columnWidth, height: cellHeight })));
    y += cellHeight;
    if (headLines === null) rowLabels.push(null);
    else {
      const baseline = y + NEAR + 0.75 * text;
      rowLabels.push(baseline);
      y = baseline + 0.25 * text;
    }
  }
  return { width, height: y, lefts, columnWidth, headLines: baselines, cells, rowLabels };
}
