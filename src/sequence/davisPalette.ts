/** Red, green and blue, 0..255. */
export type Colour = readonly [red: number, green: number, blue: number];

/**
 * The colours of the ids 0..255 in PASCAL VOC and DAVIS: 0 black, 1 dark red, 2 dark green, 3 dark
 * yellow, and so on.
 */
export const DAVIS_PALETTE: readonly Colour[] = Array.from({ length: 256 }, (_, id) =>
  davisColour(id),
);

/** The id with exactly this colour; undefined if it is not in the palette. */
export function idOfDavisColour(red: number, green: number, blue: number): number | undefined {
  return idByColour.get((red << 16) | (green << 8) | blue);
}

const idByColour = new Map(
  DAVIS_PALETTE.map(([red, green, blue], id) => [(red << 16) | (green << 8) | blue, id]),
);

/**
 * The rule of the PASCAL VOC development kit (`VOClabelcolormap.m`): each group of three bits of
 * the id, lowest first, sets one bit of red, green and blue, highest first.
 */
function davisColour(id: number): Colour {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let bits = id, target = 0x80; bits > 0; bits >>= 3, target >>= 1) {
    if (bits & 1) red |= target;
    if (bits & 2) green |= target;
    if (bits & 4) blue |= target;
  }
  return [red, green, blue];
}
