import { describe, expect, test } from 'vitest';
import { parseColumn } from '../results/columnList.ts';
import { columnOf, madeUpColumn, madeUpResult, withSpecs } from '../testing/madeUpResults.ts';
import { claims } from './claim.ts';
import { claimTable } from './claimTable.ts';
import type { Table } from './table.ts';

const area = (psnrY: number) => ({ psnrY, ssimY: 0.9 });
const ORIGINAL = { ...columnOf(0.9, 0, 45), crf: null, bpp: null, picture: null };
const X265 = {
  ...columnOf(0.6, 0.02, 45),
  picture: { psnrY: 27, psnr: 28, ssimY: 0.8, inside: area(25), outside: area(28) },
};
const OURS = {
  ...columnOf(0.8, 0.018, 48),
  bpp: { video: 0.015, masks: 0.002, total: 0.017 },
  picture: { psnrY: 26, psnr: 27, ssimY: 0.8, inside: area(24), outside: area(27) },
};

const whole = (name: string) => madeUpResult(name, { original: ORIGINAL, x265: X265, ours: OURS });

/** The cells of the first measured row, by the columns' keys. */
function firstRow({ columns, rows }: Table, origin = 'measured') {
  const cells = rows.find((row) => row.origin === origin)?.cells ?? [];
  return Object.fromEntries(columns.map(({ key }, index) => [key, cells[index]]));
}

test('ours is compared with x265 and with VOS on the originals, masks included', () => {
  const [claim, ...others] = claims([whole('dog'), whole('libby')]);
  expect(others).toEqual([]);
  expect(claim).toMatchObject({
    network: 'compact',
    titles: {
      x265: 'x265 CRF 45, keyint 8',
      ours: 'ours CRF 48, keyint 8, mask quality 43',
    },
    bitsRatio: expect.closeTo(0.85, 12),
    ratioToOriginal: expect.closeTo(0.8 / 0.9, 12),
    ratioToX265: expect.closeTo(0.8 / 0.6, 12),
    sequences: ['dog', 'libby'],
    frames: 20,
  });
});

test('the ratio is that of the means, not the mean of the ratios', () => {
  const small = madeUpResult('libby', { x265: columnOf(0.6, 0.01, 45), ours: OURS });
  const [claim] = claims([whole('dog'), small]);
  expect(claim?.bitsRatio).toBeCloseTo(0.017 / 0.015, 12);
});

describe('pairs', () => {
  test('are of columns that are together in a result', () => {
    const at = (x265: number, ours: number) =>
      madeUpResult('dog', { x265: columnOf(0.6, 0.02, x265), ours: columnOf(0.8, 0.01, ours) });
    const pairs = (...results: ReturnType<typeof at>[]) =>
      claims(results).map((claim) => [claim.x265.crf, claim.ours.crf]);
    expect(pairs(at(37, 40), at(45, 48))).toEqual([
      [37, 40],
      [45, 48],
    ]);
    // The same x265 column in two results.
    expect(pairs(at(45, 48), at(45, 51))).toEqual([
      [45, 48],
      [45, 51],
    ]);
  });

  test('are means over the sequences that have both', () => {
    const [claim] = claims([whole('dog'), madeUpResult('libby', { x265: X265 })]);
    expect(claim?.sequences).toEqual(['dog']);
    expect(claims([madeUpResult('libby', { x265: X265 })])).toEqual([]);
  });

  test('are of one network; each network has its own', () => {
    const stcn = withSpecs(whole('dog'), (spec) =>
      spec.masks.source === 'truth' ? spec : { ...spec, masks: { ...spec.masks, network: 'stcn' } },
    );
    const both = { ...stcn, columns: [...whole('dog').columns, ...stcn.columns] };
    expect(claims([both]).map(({ network }) => network)).toEqual(['compact', 'stcn']);
  });

  test('with x265 without VOS have no J&F to compare', () => {
    const truth = withSpecs(whole('dog'), (spec) =>
      spec.enhanced ? spec : parseColumn('x265@45+truth'),
    );
    expect(claims([truth])).toEqual([]);
  });
});

test('the originals may be in another result; without them there is no share of their J&F', () => {
  const without = madeUpResult('dog', { x265: X265, ours: OURS });
  const originals = madeUpResult('dog', { original: ORIGINAL });
  expect(claims([without, originals])[0]?.original?.JF).toBeCloseTo(0.9, 12);
  expect(claims([without])[0]).toMatchObject({ original: null, ratioToOriginal: null });
  // Those of another sequence do not count.
  expect(claims([without, madeUpResult('libby', { original: ORIGINAL })])[0]?.original).toBeNull();
});

test('in whole streams, both columns have their headers', () => {
  const [claim] = claims([
    madeUpResult('dog', {
      x265: { ...X265, headerBpp: 0.006 },
      ours: { ...OURS, headerBpp: 0.006 },
    }),
  ]);
  expect(claim?.wholeBitsRatio).toBeCloseTo(0.023 / 0.026, 12);
  expect(claims([whole('dog')])[0]?.wholeBitsRatio).toBeNull();
});

test('without bits there is no ratio of bits', () => {
  const stream = { ...X265, bpp: null };
  expect(claims([madeUpResult('dog', { x265: stream, ours: OURS })])[0]?.bitsRatio).toBeNull();
});

test('a user-supplied stream is not compared: its settings are not known', () => {
  const supplied = madeUpColumn({ crf: null });
  expect(claims([madeUpResult('dog', { x265: supplied, ours: supplied })])).toEqual([]);
});

describe('the table', () => {
  test('has all figures of a pair', () => {
    expect(firstRow(claimTable([whole('dog')]))).toMatchObject({
      vos: 'compact',
      x265: 'x265 CRF 45, keyint 8',
      ours: 'ours CRF 48, keyint 8, mask quality 43',
      sequences: 1,
      frames: 10,
      bpp_x265: 0.02,
      bpp_ours: 0.017,
      bits: expect.closeTo(85, 10),
      bits_whole: null,
      JF_original: 0.9,
      JF_x265: 0.6,
      JF_ours: 0.8,
      JF_kept: expect.closeTo(88.89, 2),
      JF_against_x265: expect.closeTo(133.33, 2),
      psnr_y_inside_x265: 25,
      psnr_y_inside_ours: 24,
      psnr_y_outside_x265: 28,
      psnr_y_outside_ours: 27,
    });
  });

  test('has the published ratios, and says that the originals have no J&F there', () => {
    const { rows, notes } = claimTable([]);
    expect(rows.map(({ cells }) => cells.slice(0, 1))).toEqual([['STCN'], ['AOT']]);
    const row = firstRow(claimTable([]), 'published');
    expect(row).toMatchObject({
      bpp_x265: 0.0209,
      bpp_ours: 0.0158,
      bits: expect.closeTo(75.6, 1),
      JF_x265: 0.6947,
      JF_ours: 0.8265,
      JF_original: null,
      JF_kept: null,
      JF_against_x265: expect.closeTo(119, 0),
      psnr_y_inside_ours: null,
    });
    expect(notes.join(' ')).toContain('no J&F of VOS on the originals');
  });
});
