import { type Colour, DAVIS_PALETTE } from '../sequence/davisPalette.ts';
import type { LabelMapPicture } from '../sequence/labelMapPng.ts';
import type { Box } from './editing/box.ts';

/** How far from a changed pixel the overlay can change, because outlines depend on neighbours. */
export const OUTLINE_REACH = 1;

/** Alpha of objects and of their outlines, 0..255. */
const FILL_ALPHA = 120;
const OUTLINE_ALPHA = 235;

/**
 * Draws a box of a label map as a translucent overlay: objects in their DAVIS colours, with
 * outlines of one pixel in a lighter shade, on a transparent background.
 *
 * @returns RGBA bytes, [box height, box width, 4], not premultiplied
 */
export function overlayPixels({ ids, size }: LabelMapPicture, box: Box) {
  const width = box.right - box.left;
  const rgba = new Uint8ClampedArray(width * (box.bottom - box.top) * 4);
  let at = 0;
  for (let y = box.top; y < box.bottom; y++) {
    for (let x = box.left; x < box.right; x++, at += 4) {
      const pixel = y * size.width + x;
      const id = ids[pixel] ?? 0;
      if (id === 0) continue;
      const isEdge =
        (x > 0 && ids[pixel - 1] !== id) ||
        (x + 1 < size.width && ids[pixel + 1] !== id) ||
        (y > 0 && ids[pixel - size.width] !== id) ||
        (y + 1 < size.height && ids[pixel + size.width] !== id);
      const [red, green, blue] = isEdge ? outlineColour(id) : (DAVIS_PALETTE[id] ?? [0, 0, 0]);
      rgba[at] = red;
      rgba[at + 1] = green;
      rgba[at + 2] = blue;
      rgba[at + 3] = isEdge ? OUTLINE_ALPHA : FILL_ALPHA;
    }
  }
  return rgba;
}

/** A lighter shade of an object's colour, because DAVIS colours are dark. */
export function outlineColour(id: number): Colour {
  const [red, green, blue] = DAVIS_PALETTE[id] ?? [0, 0, 0];
  return [lighter(red), lighter(green), lighter(blue)];
}

function lighter(channel: number): number {
  return Math.round(channel + (255 - channel) * 0.4);
}
