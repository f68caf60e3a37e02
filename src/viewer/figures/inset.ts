import { Problem } from '../../problem.ts';
import type { Rectangle } from '../../rendering/shownPicture.ts';
import { type FrameSize, formatSize } from '../../sequence/frames.ts';
import type { FigureCrop } from '../../session/figureRequest.ts';

/** An enlarged part of the pictures. All lengths are in pixels of the frame. */
export interface Inset {
  readonly crop: FigureCrop;
  /** Size of the enlarged part. */
  readonly size: FrameSize;
  /** Where it lies on the picture. */
  readonly place: Rectangle;
}

/** The largest share of a picture's width and height that an inset covers. */
const MOST_SHARE = 0.5;
/** With less, an inset would not show more than the picture. */
const LEAST_FACTOR = 1.5;

/**
 * Places an inset in a corner of the pictures: the one in which it covers fewest pixels of objects,
 * of those in which it does not cover the part that it enlarges. Factors of two and more are whole,
 * so that every pixel is drawn equally large.
 *
 * @param maps label maps of all pictures, [height, width] each: the inset is in the same corner of all
 * @throws Problem if the crop is outside the frame, or too large to be enlarged
 */
export function placeInset(crop: FigureCrop, frame: FrameSize, maps: readonly Uint8Array[]): Inset {
  const { x, y, width, height } = crop;
  if (x + width > frame.width || y + height > frame.height) {
    throw new Problem(
      `The crop ${x},${y},${width},${height} is not inside the frame of ${formatSize(frame)} pixels.`,
      'Choose another part: x,y,width,height.',
    );
  }
  const fit = Math.min((frame.width * MOST_SHARE) / width, (frame.height * MOST_SHARE) / height);
  if (fit < LEAST_FACTOR) {
    const share = MOST_SHARE / LEAST_FACTOR;
    const most = {
      width: Math.floor(frame.width * share),
      height: Math.floor(frame.height * share),
    };
    throw new Problem(
      `A crop of ${formatSize(crop)} pixels is too large to be enlarged in a corner of the picture.`,
      `Choose at most ${formatSize(most)} pixels.`,
    );
  }
  const factor = fit >= 2 ? Math.floor(fit) : fit;
  const size = { width: Math.round(width * factor), height: Math.round(height * factor) };
  const corners = cornersFor(size, frame);
  const free = corners.filter((corner) => !overlap(corner, crop));
  const choices = free.length > 0 ? free : corners;
  const [first = { x: 0, y: 0, ...size }] = choices
    .map((corner) => ({ corner, covered: objectPixels(maps, corner, frame) }))
    .sort((a, b) => a.covered - b.covered)
    .map(({ corner }) => corner);
  return { crop, size, place: first };
}

/** The corners of the picture, those at the right and at the bottom first. */
function cornersFor(size: FrameSize, frame: FrameSize): Rectangle[] {
  const [right, bottom] = [frame.width - size.width, frame.height - size.height];
  return [
    { x: right, y: bottom, ...size },
    { x: right, y: 0, ...size },
    { x: 0, y: bottom, ...size },
    { x: 0, y: 0, ...size },
  ];
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function objectPixels(
  maps: readonly Uint8Array[],
  { x, y, width, height }: Rectangle,
  frame: FrameSize,
): number {
  let covered = 0;
  for (const map of maps) {
    for (let row = y; row < y + height; row++) {
      for (let at = row * frame.width + x; at < row * frame.width + x + width; at++) {
        if (map[at]) covered++;
      }
    }
  }
  return covered;
}

/** A part of a label map, [crop height, crop width]. */
export function croppedMap(map: Uint8Array, frame: FrameSize, crop: FigureCrop): Uint8Array {
  const part = new Uint8Array(crop.width * crop.height);
  for (let row = 0; row < crop.height; row++) {
    const start = (crop.y + row) * frame.width + crop.x;
    part.set(map.subarray(start, start + crop.width), row * crop.width);
  }
  return part;
}
