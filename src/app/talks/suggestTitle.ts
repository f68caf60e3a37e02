import { type BlockLook, showsBlocks } from '../../rendering/blockLook.ts';
import { columnNames, type NamedColumn } from '../../results/columnNames.ts';
import { LAYER_TITLES } from '../../viewer/layerTitles.ts';
import type { ViewState } from '../../viewer/viewState.ts';

const PAIR_WORDS = {
  wipe: 'wiped',
  blink: 'one after the other',
  difference: 'difference',
} as const;

/**
 * A title for a view, e.g. `reef-crossing, frame 54`, `reef-crossing: Ours, errors`,
 * `reef-crossing: blocks` or `reef-crossing: x265 and Ours, difference`.
 */
export function suggestTitle(
  sequence: string,
  columns: readonly (NamedColumn & { readonly key: string })[],
  view: Pick<ViewState, 'frame' | 'enlarged' | 'pair' | 'layer'> & BlockLook,
): string {
  const names = columnNames(columns);
  const nameOf = (key: string) => names[columns.findIndex((column) => column.key === key)] ?? '';
  const { pair, enlarged, frame } = view;
  const subject = pair
    ? `${nameOf(pair.first)} and ${nameOf(pair.second)}, ${PAIR_WORDS[pair.how]}`
    : enlarged === null
      ? ''
      : nameOf(enlarged);
  const text = [subject, layerWords(view)].filter(Boolean).join(', ');
  return text ? `${sequence}: ${text}` : `${sequence}, frame ${frame}`;
}

/** What is drawn besides masks; empty for nothing else. Blocks stand on plain pictures. */
function layerWords(view: Pick<ViewState, 'layer'> & BlockLook): string {
  const { layer } = view;
  const hasBlocks = showsBlocks(view);
  const isNamed = layer !== 'masks' && !(layer === 'plain' && hasBlocks);
  const words = [isNamed && LAYER_TITLES[layer].toLowerCase(), hasBlocks && 'blocks'];
  return words.filter(Boolean).join(', ');
}
