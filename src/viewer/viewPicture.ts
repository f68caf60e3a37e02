import type { ColumnState } from '../experiment/experimentState.ts';
import type { Rectangle } from '../rendering/shownPicture.ts';
import { clipCells } from './clips/clipCells.ts';
import { clipLayout } from './clips/clipLayout.ts';
import { ClipPainter } from './clips/clipPainter.ts';
import { assertFramesThere } from './clips/missingFrames.ts';
import type { ViewState } from './viewState.ts';

/** Longest side of the picture, in pixels. */
const LONGEST_SIDE = 320;

/** At this quality a picture of four columns takes about 10 kB. */
const QUALITY = 0.8;

interface PicturedView {
  /** All columns. */
  readonly columns: readonly ColumnState[];
  readonly view: ViewState;
  /** The part of the frame that is shown, in frame pixels. */
  readonly crop: Rectangle;
}

/**
 * A small picture of the view: what its columns show, without texts.
 *
 * @throws Problem if a frame is not there, or if the browser can no longer draw pictures
 */
export async function viewPicture({ columns, view, crop }: PicturedView): Promise<Blob> {
  // Of two pictures that blink, one.
  const cells = clipCells(columns, view, 1);
  const { frame } = view;
  assertFramesThere([...new Set(cells.flatMap((cell) => cell.columns))], columns, view, {
    first: frame,
    last: frame,
  });
  const painter = new ClipPainter(cells, clipLayout(cells.length, crop, 'small', false), crop);
  try {
    painter.draw(frame);
    const { canvas } = painter;
    const scale = LONGEST_SIDE / Math.max(canvas.width, canvas.height);
    const [width, height] = [canvas.width, canvas.height].map((side) => Math.round(side * scale));
    const small = new OffscreenCanvas(width ?? 1, height ?? 1);
    const context = small.getContext('2d');
    if (!context) throw new Error('no 2D context');
    context.imageSmoothingQuality = 'high';
    context.drawImage(canvas, 0, 0, small.width, small.height);
    return await small.convertToBlob({ type: 'image/webp', quality: QUALITY });
  } finally {
    painter.dispose();
  }
}
