import { type Colour, DAVIS_PALETTE } from '../sequence/davisPalette.ts';
import type { Look } from './look.ts';

/**
 * Colours of layer `errors`. They and those of `changes` differ for eyes with protanopia,
 * deuteranopia and tritanopia too; where they lie on a picture, a pattern says the same.
 */
export const ERROR_COLOURS = {
  missed: [255, 176, 0],
  falseAlarm: [64, 150, 255],
  wrongObject: [220, 38, 127],
  correct: [255, 255, 255],
} as const satisfies Readonly<Record<string, Colour>>;

export const CHANGE_COLOURS = {
  lost: [254, 97, 0],
  wonBack: [70, 190, 255],
} as const satisfies Readonly<Record<string, Colour>>;

/**
 * Colours after Okabe and Ito (2008), in an order in which all eyes can tell the first four apart.
 */
const DISTINCT: readonly Colour[] = [
  [230, 159, 0],
  [86, 180, 233],
  [0, 114, 178],
  [235, 235, 235],
  [204, 121, 167],
  [213, 94, 0],
  [240, 228, 66],
  [0, 158, 115],
];

/** Colour of an object; id 0 is the background. */
export function objectColour(id: number, palette: Look['palette']): Colour {
  if (palette === 'distinct' && id > 0) return DISTINCT[(id - 1) % DISTINCT.length] ?? [0, 0, 0];
  return DAVIS_PALETTE[id] ?? [0, 0, 0];
}

/** The colours of the ids 0..255 as a texture: [256, 4] bytes, RGBA with an alpha of 255. */
export function paletteRgba(palette: Look['palette']): Uint8Array {
  const rgba = new Uint8Array(256 * 4);
  for (let id = 0; id < 256; id++) rgba.set([...objectColour(id, palette), 255], id * 4);
  return rgba;
}

/** Anchors of the heat map, evenly spaced: Inferno (Smith and van der Walt, 2015). */
const HEAT: readonly Colour[] = [
  [0, 0, 4],
  [31, 12, 72],
  [85, 15, 109],
  [136, 34, 106],
  [186, 54, 85],
  [227, 89, 51],
  [249, 140, 10],
  [249, 201, 50],
  [252, 255, 164],
];

/** Colour of a difference, 0..1: brighter for larger ones, to all eyes. */
export function heatColour(share: number): Colour {
  const place = Math.min(Math.max(share, 0), 1) * (HEAT.length - 1);
  const [before, after] = [HEAT[Math.floor(place)], HEAT[Math.ceil(place)]];
  const part = place % 1;
  const mix = (channel: 0 | 1 | 2) =>
    Math.round((before?.[channel] ?? 0) * (1 - part) + (after?.[channel] ?? 0) * part);
  return [mix(0), mix(1), mix(2)];
}

/** The heat map as a texture: [256, 4] bytes, RGBA. */
export function heatRgba(): Uint8Array {
  const rgba = new Uint8Array(256 * 4);
  for (let at = 0; at < 256; at++) rgba.set([...heatColour(at / 255), 255], at * 4);
  return rgba;
}

/** Formats a colour for CSS and SVG, e.g. `#ffb000`. */
export function hexColour([red, green, blue]: Colour): string {
  return `#${[red, green, blue].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** @param hex `#rrggbb` */
export function colourOfHex(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
