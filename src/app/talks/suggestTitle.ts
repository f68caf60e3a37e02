import { columnNames, type NamedColumn } from '../../results/columnNames.ts';
import { LAYER_TITLES } from '../../viewer/layerTitles.ts';
import type { ViewState } from '../../viewer/viewState.ts';

const PAIR_WORDS = {
  wipe: 'wiped',
  blink: 'one after the other',
  difference: 'difference',
} as const;

/**
 * A title for a view, e.g. `reef-crossing, frame 54`, `reef-crossing: Ours, errors` or
 * `reef-crossing: x265 and Ours, difference`.
 */
export function suggestTitle(
  sequence: string,
  columns: readonly (NamedColumn & { readonly key: string })[],
  view: Pick<ViewState, 'frame' | 'enlarged' | 'pair' | 'layer'>,
): string {
  const names = columnNames(columns);
  const nameOf = (key: string) => names[columns.findIndex((column) => column.key === key)] ?? '';
  const { pair, enlarged, layer, frame } = view;
  const subject = pair
    ? `${nameOf(pair.first)} and ${nameOf(pair.second)}, ${PAIR_WORDS[pair.how]}`
    : enlarged === null
      ? ''
      : nameOf(enlarged);
  const parts = [subject, layer === 'masks' ? '' : LAYER_TITLES[layer].toLowerCase()];
  const text = parts.filter(Boolean).join(', ');
  return text ? `${sequence}: ${text}` : `${sequence}, frame ${frame}`;
}
