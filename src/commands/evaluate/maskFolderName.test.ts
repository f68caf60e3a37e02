import { expect, test } from 'vitest';
import { parseColumn } from '../../results/columnList.ts';
import { madeUpColumn } from '../../testing/madeUpResults.ts';
import { maskFolderName } from './maskFolderName.ts';

test.each([
  ['orig', 'original-compact'],
  ['x265@45', 'x265-compact-crf45'],
  ['x265@0.0209bpp', 'x265-compact-bpp0.0209'],
  ['x265@45k64:stcn', 'x265-stcn-crf45-keyint64'],
  ['ours@48', 'ours-compact-crf48'],
  ['ours@48q60', 'ours-compact-crf48-q60'],
  ['ours@48+vos', 'ours-compact-crf48-enhanced'],
  ['ours@48+plain', 'ours-compact-crf48-plain'],
])('the masks of %s are in %s', (column, folder) => {
  expect(maskFolderName(madeUpColumn({ spec: parseColumn(column) }))).toBe(folder);
});

test('a relative rate names the rate of x265', () => {
  const foundRate = (against: string) => ({ reached: true, against: parseColumn(against) });
  const fewer = { spec: parseColumn('ours@-15%'), foundRate: foundRate('x265@45') };
  expect(maskFolderName(madeUpColumn(fewer))).toBe('ours-compact-15fewer-than-crf45');
  const same = { spec: parseColumn('ours@same'), foundRate: foundRate('x265@0.02bpp') };
  expect(maskFolderName(madeUpColumn(same))).toBe('ours-compact-bpp0.02');
});
