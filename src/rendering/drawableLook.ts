import type { Colour } from '../sequence/davisPalette.ts';
import { colourOfHex, objectColour } from './layerColours.ts';
import type { Look } from './look.ts';
import type { ShownPicture } from './shownPicture.ts';

/** Colour of the edge of all outlines, on the side of the background. */
export const OUTLINE_EDGE: Colour = [12, 12, 12];

const WHITE: Colour = [255, 255, 255];
/** Outlines are lighter than the tint inside; the same share as in `contour.frag.glsl`. */
const LIGHTENED = 0.35;

/** The look with the plain picture in place of a layer that lacks what it is drawn from. */
export function drawableLook(look: Look, { maps, original, truth, changes }: ShownPicture): Look {
  const has: Readonly<Record<Look['layer'], boolean>> = {
    masks: maps !== null,
    spotlight: maps !== null,
    errors: maps !== null && truth !== null,
    changes: changes !== null && truth !== null,
    difference: original !== null,
    plain: true,
  };
  if (!has[look.layer]) return { ...look, layer: 'plain', outline: false };
  const isBare = look.layer === 'plain' || look.layer === 'difference';
  return isBare ? { ...look, outline: false } : look;
}

/** True for layers that show the column's own label map. */
export function needsMaps({ layer }: Look): boolean {
  return layer === 'masks' || layer === 'spotlight' || layer === 'errors';
}

/** True for layers that compare with the ground truth: they outline its objects. */
export function needsTruth({ layer }: Look): boolean {
  return layer === 'errors' || layer === 'changes';
}

/** The colour of the outlines of all objects; null if each has its own. */
export function fixedOutline(colour: Look['outlineColour'], isTruth: boolean): Colour | null {
  return colour ? colourOfHex(colour) : isTruth ? WHITE : null;
}

/** The colour of an object's outline. */
export function outlineColour(id: number, look: Look): Colour {
  const fixed = fixedOutline(look.outlineColour, needsTruth(look));
  if (fixed) return fixed;
  const [red, green, blue] = objectColour(id, look.palette);
  const lighter = (channel: number) => Math.round(channel + (255 - channel) * LIGHTENED);
  return [lighter(red), lighter(green), lighter(blue)];
}
