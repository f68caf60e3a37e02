import { expect, test } from 'vitest';
import { parseColumnList } from './columnList.ts';
import { columnNames } from './columnNames.ts';
import { columnTitle } from './columnSpec.ts';

function names(list: string, crf: number | null = null): string[] {
  return columnNames(
    parseColumnList(list).flatMap((entry) =>
      'spec' in entry ? { spec: entry.spec, title: columnTitle(entry.spec), crf } : [],
    ),
  );
}

test('titles that differ are enough', () => {
  expect(names('truth,orig,x265@45,ours@48')).toEqual(['Ground truth', 'Original', 'x265', 'Ours']);
});

test('columns with the same title are told apart by what differs', () => {
  expect(names('x265@45,x265@37')).toEqual(['x265 CRF 45', 'x265 CRF 37']);
  expect(names('x265@45,x265@45k64')).toEqual(['x265 keyint 8', 'x265 keyint 64']);
  expect(names('orig,orig:stcn,x265@45')).toEqual([
    'Original Compact VOS',
    'Original STCN',
    'x265',
  ]);
  expect(names('ours@-15%,ours@48+vos')).toEqual(['Ours −15% masks 43', 'Ours CRF 48 own VOS']);
  expect(names('ours@48,ours@48+plain')).toEqual(['Ours', 'Ours not enhanced']);
});

test('the CRF of x265 is named once it is known', () => {
  expect(names('ours@same,ours@48')).toEqual(['Ours CRF of x265', 'Ours CRF 48']);
  expect(names('ours@same,ours@48', 45)).toEqual(['Ours CRF 45', 'Ours CRF 48']);
});

test('equal columns are numbered', () => {
  expect(names('orig,orig')).toEqual(['Original', 'Original (2)']);
});
