/** Red, green and blue, 0..255. */
export type Colour = readonly [red: number, green: number, blue: number];

/**
 * The colours that PASCAL VOC and DAVIS give to the ids 0..255: 0 black, 1 dark red, 2 dark green,
 * 3 dark yellow, and so on.
 */
export const DAVIS_PALETTE: readonly Colour[] = Array.from({ length: 256 }, (_, id) =>
  davisColour(id),
);

/** The palette as a texture holds it: [256, 4] bytes, red, green, blue and an alpha of 255. */
export function davisPaletteRgba(): Uint8Array {
  const rgba = new Uint8Array(256 * 4);
  for (const [id, colour] of DAVIS_PALETTE.entries()) rgba.set([...colour, 255], id * 4);
  return rgba;
}

/** The id that has exactly this colour, undefined where the palette does not hold it. */
export function idOfDavisColour(red: number, green: number, blue: number): number | undefined {
  return idByColour.get((red << 16) | (green << 8) | blue);
}

const idByColour = new Map(
  DAVIS_PALETTE.map(([red, green, blue], id) => [(red << 16) | (green << 8) | blue, id]),
);

/**
 * The rule of the PASCAL VOC development kit (`VOClabelcolormap.m`): each three bits of the id, the
 * lowest first, give red, green and blue their next lower bit, the highest first.
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
