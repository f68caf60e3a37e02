import { expect, test } from 'vitest';
import { formatColumnList, parseColumn } from './columnList.ts';
import { hasRelativeRate, rateReference, withChosenCrfs } from './rateReference.ts';

const list = (text: string) => text.split(',').map(parseColumn);

test('a rate that is the same as that of x265 becomes its CRF', () => {
  const columns = withChosenCrfs(list('ours@same,orig,x265@40,ours@-15%'));
  expect(formatColumnList(columns)).toBe('ours@40,orig,x265@40,ours@-15%');
});

test('it stays if the CRF of x265 is found for each sequence, or if there is no x265', () => {
  for (const text of ['x265@0.02bpp,ours@same', 'orig,ours@same', 'x265@stream,ours@same']) {
    expect(formatColumnList(withChosenCrfs(list(text)))).toBe(text);
  }
});

test('relative rates refer to the first x265 column that is encoded here', () => {
  const columns = list('x265@stream,ours@30,x265@42,x265@45');
  expect(rateReference(columns)).toEqual(parseColumn('x265@42'));
  expect(rateReference(list('orig,ours@30'))).toBeNull();
});

test('only ours can have a relative rate', () => {
  const relative = list('orig,x265@45,ours@45,ours@same,ours@-5%').map(hasRelativeRate);
  expect(relative).toEqual([false, false, false, true, true]);
});
