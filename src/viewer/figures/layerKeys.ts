import { heatColour } from '../../rendering/layerColours.ts';
import type { DifferenceKind, Layer, Look } from '../../rendering/look.ts';
import { DIFFERENCE_TEXTS, type KeyEntry, LAYER_KEYS } from '../controls/layerTexts.ts';
import type { BoxMark, Mark, TextMark } from './drawing.ts';
import { INK, PALE_INK } from './figureStyle.ts';
import { swatchMarks } from './swatches.ts';
import { textWidth } from './textWidth.ts';

/** Largest difference of two samples of 8 bits. */
const MOST_DIFFERENCE = 255;

/** Width of a scale, in points. */
const SCALE_WIDTH = 72;
/** Distances of a swatch and its text, and of an entry and the next, in points. */
const [NEAR, FAR] = [3, 10];

export interface KeyPlace {
  /** Upper edge. */
  readonly top: number;
  /** Size of the text. */
  readonly text: number;
}

/**
 * The keys of layers, a line each: the names of colours, and the scale of differences with the
 * values of its ends. Lengths in points.
 *
 * @returns no marks and no height if no layer needs a key
 */
export function layerKeys(
  layers: ReadonlySet<Layer>,
  { difference, gain }: Pick<Look, 'difference' | 'gain'>,
  { top, text }: KeyPlace,
): { readonly marks: readonly Mark[]; readonly height: number } {
  const line = 1.6 * text;
  const marks: Mark[] = [];
  let y = top;
  for (const layer of ['errors', 'changes'] as const) {
    if (!layers.has(layer)) continue;
    marks.push(...entryMarks(LAYER_KEYS[layer], y, text));
    y += line;
  }
  if (layers.has('difference')) {
    marks.push(...scaleMarks(difference, MOST_DIFFERENCE / gain, y, text));
    y += line;
  }
  return { marks, height: y - top };
}

/** Swatches with their texts, in a line. */
export function entryMarks(entries: readonly KeyEntry[], top: number, text: number): Mark[] {
  const width = 2 * text;
  let x = 0;
  return entries.flatMap((entry) => {
    const box = { x, y: top, width, height: text };
    const label = labelMark(entry.text, x + width + NEAR, top, text);
    x = label.x + textWidth(entry.text, text) + FAR;
    return [...swatchMarks(entry.colour, entry.pattern, box), label];
  });
}

/** @param most the difference at the right end, in steps of 8 bits */
function scaleMarks(kind: DifferenceKind, most: number, top: number, text: number): Mark[] {
  const end = Math.round(most);
  const isSigned = kind === 'signed';
  const ends = [
    isSigned ? `−${end}` : '0',
    `${isSigned ? '+' : ''}${end} of ${MOST_DIFFERENCE}`,
  ] as const;
  const title = `difference, ${DIFFERENCE_TEXTS[kind]}`;
  return gradientMarks(title, ends, gradient(kind), top, text);
}

/** The heat map with the texts at its ends, in a line. */
export function heatMarks(
  title: string,
  ends: readonly [low: string, high: string],
  top: number,
  text: number,
): Mark[] {
  return gradientMarks(title, ends, gradient('heat'), top, text);
}

function gradientMarks(
  title: string,
  [lowText, highText]: readonly [low: string, high: string],
  pixels: ImageData,
  top: number,
  text: number,
): Mark[] {
  const titleMark = labelMark(title, 0, top, text, PALE_INK);
  const low = labelMark(lowText, textWidth(title, text) + FAR, top, text);
  const box = {
    ...{ x: low.x + textWidth(lowText, text) + NEAR, y: top },
    ...{ width: SCALE_WIDTH, height: text },
  };
  const edge: BoxMark = { kind: 'box', box, colour: PALE_INK, width: 0.4 };
  const high = labelMark(highText, box.x + SCALE_WIDTH + NEAR, top, text);
  return [titleMark, low, { kind: 'image', box, pixels }, edge, high];
}

/** All values from left to right; some rows, so that writers that smooth pictures do not fade it. */
function gradient(kind: DifferenceKind): ImageData {
  const [width, height] = [256, 16];
  const pixels = new ImageData(width, height);
  for (let at = 0; at < width * height; at++) {
    const value = at % width;
    const colour = kind === 'heat' ? heatColour(value / (width - 1)) : [value, value, value];
    pixels.data.set([...colour, 255], 4 * at);
  }
  return pixels;
}

function labelMark(text: string, x: number, top: number, size: number, colour = INK): TextMark {
  return {
    ...{ kind: 'text', text, x, y: top + 0.85 * size, anchor: 'start' },
    ...{ size, bold: false, colour },
  };
}
