import { expect, test } from 'vitest';
import { emptyColumn } from '../../experiment/experimentState.ts';
import { columnTitle, PUBLISHED_COLUMNS } from '../../results/columnSpec.ts';
import { INITIAL_VIEW, type ViewState } from '../../viewer/viewState.ts';
import { suggestTitle } from './suggestTitle.ts';

const columns = PUBLISHED_COLUMNS.map((spec, index) =>
  emptyColumn(String(index), spec, columnTitle(spec)),
);

const titleOf = (view: Partial<ViewState>) =>
  suggestTitle('soapbox', columns, { ...INITIAL_VIEW, frame: 40, ...view });

test('a view is titled by what makes it special', () => {
  expect(titleOf({})).toBe('soapbox, frame 40');
  expect(titleOf({ layer: 'errors' })).toBe('soapbox: errors');
  expect(titleOf({ enlarged: '3' })).toBe('soapbox: Ours');
  expect(titleOf({ enlarged: '2', layer: 'difference' })).toBe('soapbox: x265, difference');
  const pair = { first: '2', second: '3', how: 'blink', at: 0.5, pinned: false } as const;
  expect(titleOf({ pair })).toBe('soapbox: x265 and Ours, one after the other');
  expect(titleOf({ layer: 'plain' })).toBe('soapbox: plain');
  // Blocks are drawn on plain pictures, or on another layer.
  expect(titleOf({ layer: 'plain', blockFill: 'mode' })).toBe('soapbox: blocks');
  expect(titleOf({ layer: 'errors', blockGrid: 'coding' })).toBe('soapbox: errors, blocks');
  expect(titleOf({ enlarged: '3', blockVectors: true })).toBe('soapbox: Ours, blocks');
});
