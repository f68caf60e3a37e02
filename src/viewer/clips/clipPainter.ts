import { PictureReader } from '../../rendering/pictureReader.ts';
import type { Rectangle } from '../../rendering/shownPicture.ts';
import type { ClipCell, ClipPicture } from './clipCells.ts';
import type { ClipLayout } from './clipLayout.ts';

const BACKGROUND = '#0e1012';
const LABEL = '#eef1f4';
const FIGURES = '#b9c2cc';
const LINE = '#ffffff';

/** A picture this wide has outlines as on a screen. */
const SCREEN_WIDTH = 640;

/** Smaller letters are condensed instead. */
const LEAST_FONT_SIZE = 10;

/** Draws the frames of a clip, all on the same canvas. */
export class ClipPainter {
  readonly canvas: OffscreenCanvas;
  private readonly context: OffscreenCanvasRenderingContext2D;
  private readonly reader = new PictureReader();

  /** @param crop the part of the frame that is shown, in frame pixels */
  constructor(
    private readonly cells: readonly ClipCell[],
    private readonly layout: ClipLayout,
    private readonly crop: Rectangle,
  ) {
    const { width, height } = layout.size;
    this.canvas = new OffscreenCanvas(width, height);
    const context = this.canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (!context) throw new Error('no 2D context');
    this.context = context;
  }

  /**
   * Draws a frame on the canvas.
   *
   * @throws Problem if the browser can no longer draw pictures
   */
  draw(index: number): void {
    const { context, layout } = this;
    context.fillStyle = BACKGROUND;
    context.fillRect(0, 0, layout.size.width, layout.size.height);
    const pictures = this.cells.map(({ at }) => at(index));
    const fontSize = this.fontSizeFor(pictures);
    for (const [cell, picture] of pictures.entries()) {
      const place = layout.cells[cell];
      if (!place) continue;
      this.drawParts(picture, place.picture);
      if (picture.note) this.drawNote(picture.note, place.picture);
      if (place.label) this.drawLabel(picture, place.label, fontSize);
    }
  }

  /** The RGBA bytes of the canvas. */
  pixels(): Uint8ClampedArray<ArrayBuffer> {
    const { width, height } = this.layout.size;
    return this.context.getImageData(0, 0, width, height).data;
  }

  dispose(): void {
    this.reader.dispose();
  }

  private drawParts({ parts }: ClipPicture, place: Rectangle): void {
    const { context, reader, crop } = this;
    const { x, y, width, height } = place;
    const pixelRatio = Math.max(1, width / SCREEN_WIDTH);
    for (const { picture, look, from } of parts) {
      const image = reader.read(picture, look, crop, { width, height }, pixelRatio);
      const left = Math.round(from * width);
      context.putImageData(image, x, y, left, 0, width - left, height);
      if (from > 0) {
        context.fillStyle = LINE;
        context.fillRect(x + left - 1, y, 2, height);
      }
    }
  }

  private drawLabel(texts: ClipPicture, label: Rectangle, fontSize: number): void {
    const { context } = this;
    const padding = this.padding;
    const room = label.width - 2 * padding;
    const middle = label.y + label.height / 2;
    const [left, right] = this.textWidths(texts, fontSize);
    const squeeze = Math.min(1, room / (left + right + padding));
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    context.fillStyle = LABEL;
    this.setFont(fontSize, 600);
    context.fillText(texts.left, label.x + padding, middle, left * squeeze);
    context.textAlign = 'right';
    context.fillStyle = FIGURES;
    this.setFont(fontSize, 400);
    context.fillText(texts.right, label.x + label.width - padding, middle, right * squeeze);
  }

  /** At the bottom of the picture, as on the screen. */
  private drawNote(note: string, { x, y, width, height }: Rectangle): void {
    const { context, padding } = this;
    const size = Math.max(LEAST_FONT_SIZE, Math.round(0.75 * this.layout.fontSize));
    this.setFont(size, 400);
    const room = width - 4 * padding;
    const textWidth = Math.min(room, context.measureText(note).width);
    const bottom = y + height - padding;
    context.fillStyle = 'rgb(0 0 0 / 70%)';
    context.fillRect(x + padding, bottom - 1.8 * size, textWidth + 2 * padding, 1.8 * size);
    context.fillStyle = LABEL;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillText(note, x + 2 * padding, bottom - 0.9 * size, room);
  }

  /** One size for all labels, at which the longest fits. */
  private fontSizeFor(pictures: readonly ClipPicture[]): number {
    const { fontSize, cells } = this.layout;
    const room = (cells[0]?.picture.width ?? 0) - 3 * this.padding;
    const needed = pictures.map((picture) => {
      const [left, right] = this.textWidths(picture, fontSize);
      return left + right;
    });
    const share = Math.min(1, room / Math.max(1, ...needed));
    return Math.max(LEAST_FONT_SIZE, Math.floor(fontSize * share));
  }

  private textWidths({ left, right }: ClipPicture, fontSize: number): [number, number] {
    this.setFont(fontSize, 600);
    const leftWidth = this.context.measureText(left).width;
    this.setFont(fontSize, 400);
    return [leftWidth, this.context.measureText(right).width];
  }

  private get padding(): number {
    return Math.round(this.layout.fontSize / 2);
  }

  private setFont(size: number, weight: number): void {
    this.context.font = `${weight} ${size}px system-ui, "Segoe UI", Roboto, sans-serif`;
  }
}
