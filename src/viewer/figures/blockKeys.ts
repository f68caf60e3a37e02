import { UNIT_COLOURS } from '../../rendering/blockColours.ts';
import type { BlockLook } from '../../rendering/blockLook.ts';
import type { BlockRanges } from '../../rendering/blockRanges.ts';
import { UNIT_TEXTS } from '../blocks/blockTexts.ts';
import type { KeyEntry } from '../controls/layerTexts.ts';
import type { Mark } from './drawing.ts';
import { entryMarks, heatMarks, type KeyPlace } from './layerKeys.ts';

const KINDS = ['skip', 'merge', 'inter', 'intra'] as const;

/**
 * The key of the blocks' colours, in a line. Lengths in points.
 *
 * @param ranges over what the colours are spread; those of the last picture that was drawn
 */
export function blockKeys(
  { blockFill, blockScale }: BlockLook,
  ranges: BlockRanges,
  { top, text }: KeyPlace,
): { readonly marks: readonly Mark[]; readonly height: number } {
  if (blockFill === 'none') return { marks: [], height: 0 };
  const height = 1.6 * text;
  if (blockFill === 'mode') {
    const entries = KINDS.map<KeyEntry>((kind) => ({
      text: UNIT_TEXTS[kind],
      colour: UNIT_COLOURS[kind],
      pattern: 'full',
    }));
    return { marks: entryMarks(entries, top, text), height };
  }
  // Every picture or column has a scale of its own, unless all share one.
  const own = { picture: 'picture', sequence: 'column', columns: null }[blockScale];
  const { least, most } = blockFill === 'qp' ? ranges.qp : ranges.bits;
  const [low, high] = own
    ? [blockFill === 'qp' ? 'lowest' : '0', `highest of each ${own}`]
    : [shortNumber(least), shortNumber(most)];
  const title = blockFill === 'qp' ? 'QP' : 'bits per pixel of coding units, square-root scale';
  return { marks: heatMarks(title, [low, high], top, text), height };
}

function shortNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(2);
}
