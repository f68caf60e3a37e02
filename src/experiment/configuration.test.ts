import { expect, test } from 'vitest';
import { parseColumn } from '../results/columnList.ts';
import { DEFAULT_CONFIGURATION, networksOf, sameConfiguration } from './configuration.ts';

test('configurations are compared by value, whatever the order of their properties', () => {
  const { columns, ...settings } = DEFAULT_CONFIGURATION;
  const copied = columns.map(({ masks, pictures, enhanced }) => ({ masks, enhanced, pictures }));
  expect(sameConfiguration(DEFAULT_CONFIGURATION, { columns: copied, ...settings })).toBe(true);
  const reordered = { ...DEFAULT_CONFIGURATION, columns: columns.toReversed() };
  expect(sameConfiguration(DEFAULT_CONFIGURATION, reordered)).toBe(false);
});

test('the networks of columns are listed once; without any, the default is prepared', () => {
  const columns = ['orig:stcn', 'x265@45', 'ours@48:stcn'].map(parseColumn);
  expect(networksOf(columns)).toEqual(['compact', 'stcn']);
  expect(networksOf([parseColumn('truth')])).toEqual(['compact']);
});
