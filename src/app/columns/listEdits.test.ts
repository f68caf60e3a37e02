import { expect, test } from 'vitest';
import { formatColumnList, parseColumnList } from '../../results/columnList.ts';
import {
  addColumn,
  commonNetwork,
  insertColumn,
  moveColumn,
  removeColumn,
  withNetwork,
} from './listEdits.ts';

const columnsOf = (list: string) =>
  parseColumnList(list).flatMap((entry) => ('spec' in entry ? entry.spec : []));
const columns = columnsOf('truth,orig,x265@45,ours@48');
const [x265] = columnsOf('x265@37');

test('a column is added behind the last of its kind', () => {
  if (!x265) throw new Error('no column');
  const added = addColumn(columns, x265);
  expect(added.index).toBe(3);
  expect(formatColumnList(added.columns)).toBe('truth,orig,x265@45,x265@37,ours@48');
  const imported = columnsOf('import')[0];
  if (!imported) throw new Error('no column');
  expect(addColumn(columns, imported).index).toBe(4);
});

test('there are at most eight columns and at least one', () => {
  const [first] = columns;
  if (!first) throw new Error('no column');
  const eight = [...columns, ...columns];
  expect(insertColumn(eight, 0, first)).toBe(eight);
  expect(removeColumn([first], 0)).toEqual([first]);
  expect(formatColumnList(removeColumn(columns, 1))).toBe('truth,x265@45,ours@48');
});

test('columns move by one place, and not beyond the ends', () => {
  expect(formatColumnList(moveColumn(columns, 2, -1))).toBe('truth,x265@45,orig,ours@48');
  expect(moveColumn(columns, 0, -1)).toBe(columns);
  expect(moveColumn(columns, 3, 1)).toBe(columns);
});

test('a network for all columns leaves the annotations alone', () => {
  expect(formatColumnList(withNetwork(columns, 'stcn'))).toBe(
    'truth,orig:stcn,x265@45:stcn,ours@48:stcn',
  );
  expect(commonNetwork(columns)).toBe('compact');
  expect(commonNetwork(columnsOf('orig,x265@45:stcn'))).toBeNull();
  expect(commonNetwork(columnsOf('truth'))).toBeNull();
});
