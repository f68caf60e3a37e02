import { Problem } from '../../problem.ts';
import type { FrameSize } from '../../sequence/frames.ts';
import { type Drawing, type FigureFacts, FONT_FAMILY, type Mark } from './drawing.ts';
import { encodePng } from './pngFile.ts';

/** The largest side and area of a canvas that all browsers have, in pixels. */
const MOST_SIDE = 16_384;
const MOST_AREA = 16_384 * 8_192;

const POINTS_PER_METRE = 72 / 0.0254;

/**
 * A drawing as a PNG file.
 *
 * @param scale pixels per point; pictures that it shows 1 : 1 keep their pixels
 * @throws Problem if it would be larger than browsers can draw
 */
export async function drawingPng(
  drawing: Drawing,
  scale: number,
  facts: FigureFacts,
): Promise<Uint8Array<ArrayBuffer>> {
  const size = pixelSize(drawing, scale);
  const { width, height } = size;
  if (Math.max(width, height) > MOST_SIDE || width * height > MOST_AREA) {
    throw new Problem(
      `The PNG would have ${width}×${height} pixels, more than browsers can draw.`,
      'Choose fewer rows or columns, or save SVG or PDF.',
    );
  }
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new Error('there is no canvas for the figure');
  paintDrawing(context, drawing, scale);
  const { data } = context.getImageData(0, 0, width, height);
  return encodePng(data, size, {
    text: {
      Title: facts.title,
      Source: facts.address,
      Description: facts.provenance.join(' '),
      Software: 'Maskscope',
    },
    pixelsPerMetre: scale * POINTS_PER_METRE,
  });
}

/** Size of a drawing in whole pixels. */
export function pixelSize({ width, height }: Drawing, scale: number): FrameSize {
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/**
 * Paints a drawing on a canvas of its {@link pixelSize}.
 *
 * @param scale pixels per point
 */
export function paintDrawing(context: Context, drawing: Drawing, scale: number): void {
  const { width, height } = pixelSize(drawing, scale);
  context.resetTransform();
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  for (const mark of drawing.marks) {
    context.save();
    paintMark(context, mark, scale);
    context.restore();
  }
}

function paintMark(context: Context, mark: Mark, scale: number): void {
  switch (mark.kind) {
    case 'image': {
      const { pixels, box } = mark;
      const source = new OffscreenCanvas(pixels.width, pixels.height);
      source.getContext('2d')?.putImageData(pixels, 0, 0);
      // On whole pixels, so that a picture at its own size is copied, not resampled.
      const [x, y] = [Math.round(box.x * scale), Math.round(box.y * scale)];
      const [width, height] = [Math.round(box.width * scale), Math.round(box.height * scale)];
      context.imageSmoothingQuality = 'high';
      context.drawImage(source, x, y, width, height);
      return;
    }
    case 'path': {
      const { commands, place, colour, width, dash } = mark;
      context.translate(place.x * scale, place.y * scale);
      context.scale(place.scale * scale, place.scale * scale);
      context.strokeStyle = colour;
      context.lineWidth = width / place.scale;
      context.lineCap = dash ? 'butt' : 'square';
      context.lineJoin = 'round';
      context.setLineDash((dash ?? []).map((length) => length / place.scale));
      context.stroke(new Path2D(commands));
      return;
    }
    case 'box': {
      const { box, colour, width } = mark;
      context.scale(scale, scale);
      if (width === null) {
        context.fillStyle = colour;
        context.fillRect(box.x, box.y, box.width, box.height);
        return;
      }
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.strokeRect(box.x, box.y, box.width, box.height);
      return;
    }
    case 'text': {
      const { text, x, y, anchor, size, bold, colour, upwards } = mark;
      context.translate(x * scale, y * scale);
      if (upwards) context.rotate(-Math.PI / 2);
      context.font = `${bold ? 'bold ' : ''}${size * scale}px ${FONT_FAMILY}`;
      context.textAlign = ({ start: 'left', middle: 'center', end: 'right' } as const)[anchor];
      context.fillStyle = colour;
      context.fillText(text, 0, 0);
    }
  }
}
