import { expect, test } from 'vitest';
import type { MaskErrors } from '../hevc/maskErrors.ts';
import { madeUpColumn, madeUpResult } from '../testing/madeUpResults.ts';
import { maskErrorsByQpTable, maskErrorsTable } from './maskErrorsTable.ts';
import type { Table } from './table.ts';

const ERRORS: MaskErrors = {
  kinds: {
    skipped: { object: 600, wrong: 60 },
    withoutResidual: { object: 0, wrong: 0 },
    withResidual: { object: 300, wrong: 120 },
    intra: { object: 100, wrong: 20 },
  },
  qps: [
    { qp: 40, object: 100, wrong: 20 },
    { qp: 43, object: 300, wrong: 20 },
    { qp: 51, object: 600, wrong: 160 },
  ],
};

/** Another sequence, with nine times the pixels and no error. */
const PERFECT: MaskErrors = {
  kinds: { ...ERRORS.kinds, skipped: { object: 9000, wrong: 0 } },
  qps: [{ qp: 51, object: 9000, wrong: 0 }],
};

const result = (name: string, maskErrors: MaskErrors | null) =>
  madeUpResult(name, { x265: madeUpColumn({ maskErrors }) });

const rows = ({ columns, rows: all }: Table) =>
  all.map(({ cells }) => Object.fromEntries(columns.map(({ key }, index) => [key, cells[index]])));

test('each kind of block has its share of the pixels and its error rate', () => {
  const [dog] = rows(maskErrorsTable([result('dog', ERRORS)]));
  expect(dog).toMatchObject({
    sequence: 'dog',
    vos: 'compact',
    wrong: 20,
    skipped_share: 60,
    skipped_wrong: 10,
    withResidual_share: 30,
    withResidual_wrong: 40,
    // No pixel of an object lies on such a block.
    withoutResidual_share: 0,
    withoutResidual_wrong: null,
  });
});

test('several sequences are counted together, each pixel once', () => {
  const all = rows(maskErrorsTable([result('dog', ERRORS), result('libby', PERFECT)]));
  expect(all.map(({ sequence }) => sequence)).toEqual(['dog', 'libby', 'all 2']);
  expect(all[2]?.skipped_wrong).toBeCloseTo((100 * 60) / 9600, 9);
});

test('QPs are in bands of four, compared with all pixels', () => {
  const bands = rows(maskErrorsByQpTable([result('dog', ERRORS)]));
  expect(bands).toMatchObject([
    { qp: '40 to 43', share: 40, wrong: 10, relative: 0.5 },
    { qp: '48 to 51', share: 60, relative: expect.closeTo(4 / 3, 9) },
  ]);
});

test('without these figures the tables are empty and say why', () => {
  for (const make of [maskErrorsTable, maskErrorsByQpTable]) {
    const table = make([result('dog', null)]);
    expect(table.rows).toEqual([]);
    expect(table.notes[0]).toContain('masks of the same network on the originals');
  }
});
