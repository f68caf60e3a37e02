import { expect, test } from 'vitest';
import type { ColumnState } from '../../experiment/experimentState.ts';
import { bitsOf, columnsOf, scoresOf } from '../testing/madeUpColumns.ts';
import { compareColumn } from './comparison.ts';

/** The comparison of the last column, with these parts of the states. */
function compared(list: string, ...parts: readonly Partial<ColumnState>[]) {
  const columns = columnsOf(list).map((column, index) => ({ ...column, ...parts[index] }));
  const last = columns.at(-1);
  if (!last) throw new Error('no columns');
  return compareColumn(last, columns);
}

test('nothing is compared while nothing is known', () => {
  expect(compared('truth,orig,x265@45,ours@48')).toEqual({ bits: null, gain: null, kept: null });
});

test('bits and scores are compared with x265, and scores with VOS on the originals', () => {
  const { bits, gain, kept } = compared(
    'orig,x265@45,ours@48',
    { scores: scoresOf(1, 0.9, 0.8, 0.7, 1) },
    { scores: scoresOf(1, 0.7, 0.6, 0.5, 1), bits: bitsOf(0.02) },
    {
      scores: scoresOf(1, 0.88, 0.8, 0.72, 1),
      bits: { video: 0.016, masks: 0.0014, total: 0.0174 },
    },
  );
  expect(bits?.value).toBeCloseTo(-0.13);
  expect(bits?.against).toBe('x265 · CRF 45');
  expect(gain?.value).toBeCloseTo(0.2);
  expect(gain?.against).toBe('x265 · CRF 45');
  expect(kept?.value).toBeCloseTo(1);
  expect(kept?.against).toBe('Original · Compact VOS');
});

test('only frames that are scored in both columns count', () => {
  const { gain } = compared(
    'x265@45,ours@48',
    { scores: scoresOf(1, 0.5, 0.1, null, null) },
    { scores: scoresOf(1, 0.8, null, 0.2, 1) },
  );
  expect(gain?.value).toBeCloseTo(0.3);
});

test('the references have the same network', () => {
  const scores = scoresOf(1, 0.5, 1);
  const { gain, kept } = compared(
    'orig,orig:stcn,x265@45,x265@40:stcn,ours@48:stcn',
    { scores },
    { scores: scoresOf(1, 0.9, 1) },
    { scores },
    { scores: scoresOf(1, 0.8, 1) },
    { scores: scoresOf(1, 0.9, 1) },
  );
  expect(gain).toMatchObject({ value: expect.closeTo(0.1), against: 'x265 · CRF 40' });
  expect(kept).toMatchObject({ value: 1, against: 'Original · STCN' });
});

test('bits do not depend on the network', () => {
  const parts = [
    { scores: scoresOf(1, 0.5, 1), bits: bitsOf(0.02) },
    { scores: scoresOf(1, 0.8, 1), bits: bitsOf(0.01) },
  ];
  expect(compared('x265@45,ours@48:stcn', ...parts)).toMatchObject({
    bits: { value: -0.5 },
    gain: null,
  });
});

test('a column that is to save bits is compared with the one that it saves them of', () => {
  const parts = [{ bits: bitsOf(0.02) }, { bits: bitsOf(0.03) }, { bits: bitsOf(0.017) }];
  const list = 'x265@45:stcn,x265@37,ours';
  expect(compared(`${list}@-15%`, ...parts).bits).toMatchObject({
    value: expect.closeTo(-0.15),
    against: 'x265 · CRF 45',
  });
  expect(compared(`${list}@48`, ...parts).bits?.against).toBe('x265 · CRF 37');
});

test('no figure comes of nothing', () => {
  const parts = [
    { scores: scoresOf(1, 0, 1), bits: bitsOf(0) },
    { scores: scoresOf(1, 0.8, 1), bits: bitsOf(0.01) },
  ];
  expect(compared('x265@45,ours@48', ...parts).bits).toBeNull();
  expect(compared('orig,ours@48', ...parts).kept).toBeNull();
});
