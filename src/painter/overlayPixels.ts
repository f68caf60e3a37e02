import { type Colour, DAVIS_PALETTE } from '../sequence/davisPalette.ts';
import type { LabelMapPicture } from '../sequence/labelMapPng.ts';
import type { Box } from './editing/box.ts';

/** How far beyond a change the picture of it can change: an outline looks at its neighbours. */
export const OUTLINE_REACH = 1;

/** Alpha bytes of an object's inside and of its outline. */
const FILL_ALPHA = 120;
const OUTLINE_ALPHA = 235;

/**
 * A box of a label map as a translucent picture to lay over the frame: objects in their DAVIS
 * colours, with an outline of one pixel in a lighter shade; background clear.
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

/** An object's colour, light enough to be told from the picture: DAVIS' own are dark. */
export function outlineColour(id: number): Colour {
  const [red, green, blue] = DAVIS_PALETTE[id] ?? [0, 0, 0];
  return [lighter(red), lighter(green), lighter(blue)];
}

function lighter(channel: number): number {
  return Math.round(channel + (255 - channel) * 0.4);
}
