import { expect, test } from 'vitest';
import { formatColumnList, parseColumnList } from '../../results/columnList.ts';
import { PUBLISHED_COLUMNS } from '../../results/columnSpec.ts';
import { COLUMN_PRESETS, COMPARING_PRESETS, publishedColumns } from './presets.ts';

const columnsOf = (list: string) =>
  parseColumnList(list).flatMap((entry) => ('spec' in entry ? entry.spec : []));

function added(label: string, list = 'truth,orig,x265@45,ours@48'): string | null {
  const preset = [...COLUMN_PRESETS, ...COMPARING_PRESETS].find((each) => each.label === label);
  if (!preset) throw new Error(`no preset ${label}`);
  const after = preset.add(columnsOf(list));
  return after && formatColumnList(after.columns);
}

test('a column is added with the network of the others', () => {
  expect(added('x265', 'orig:stcn,ours@48:stcn')).toBe('orig:stcn,ours@48:stcn,x265@45:stcn');
  expect(added('Ours at x265’s CRF')).toBe('truth,orig,x265@45,ours@48,ours@same');
  expect(added('Ours, 15% fewer bits')).toBe('truth,orig,x265@45,ours@48,ours@-15%');
});

test('a second x265 column differs in one setting and stands beside the first', () => {
  expect(added('Two CRFs')).toBe('truth,orig,x265@45,x265@37,ours@48');
  expect(added('Two CRFs', 'x265@3')).toBe('x265@3,x265@11');
  expect(added('Two keyints')).toBe('truth,orig,x265@45,x265@45k64,ours@48');
  expect(added('Two keyints', 'x265@45k64')).toBe('x265@45k64,x265@45');
  expect(added('Two networks')).toBe('truth,orig,x265@45,x265@45:compact-retrained,ours@48');
  expect(added('Two networks', 'orig')).toBeNull();
});

test('nothing is added to eight columns', () => {
  expect(added('Original', Array.from({ length: 8 }, () => 'x265@45').join(','))).toBeNull();
});

test('the published figure comes with the network that all columns have', () => {
  expect(publishedColumns('compact')).toEqual(PUBLISHED_COLUMNS);
  expect(publishedColumns(null)).toBe(PUBLISHED_COLUMNS);
  expect(formatColumnList(publishedColumns('stcn'))).toBe(
    'truth,orig:stcn,x265@45:stcn,ours@48:stcn',
  );
});
