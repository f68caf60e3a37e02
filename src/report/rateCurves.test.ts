import { expect, test } from 'vitest';
import { columnOf, madeUpResult } from '../testing/madeUpResults.ts';
import { deltaTable, pointTable } from './curveTables.ts';
import { curveDeltas, publishedPoints, rateCurves } from './rateCurves.ts';

const CRFS = [37, 42, 45, 48];

/** x265, and ours with 10% fewer bits for the same quality. */
function sweep(name: string, crfs = CRFS) {
  return crfs.map((crf) => {
    const bpp = 2 ** ((40 - crf) / 6) / 50;
    const JF = 0.9 - (crf - 37) / 40;
    const x265 = columnOf(JF, bpp, crf);
    const ours = { ...columnOf(JF, bpp * 0.9, crf), title: 'Ours' };
    const original = { ...columnOf(0.95, 1, crf), title: 'Original', crf: null, bpp: null };
    return madeUpResult(name, { original, x265, ours }, crf);
  });
}

test('a curve has a point for each CRF, by rising rate; the originals have a constant level', () => {
  const { curves, levels } = rateCurves(sweep('dog'), 'JF');
  expect(curves.map(({ title }) => title)).toEqual(['x265', 'ours']);
  expect(curves[0]?.points.map(({ crf }) => crf)).toEqual([48, 45, 42, 37]);
  expect(levels).toEqual([{ title: 'original (compact)', quality: 0.95 }]);
});

test('only sequences with a result at every CRF are in the means; the others are reported', () => {
  const { curves, leftOut } = rateCurves([...sweep('dog'), ...sweep('libby', [37, 42])], 'JF');
  expect(curves[0]?.sequences).toEqual(['dog']);
  expect(leftOut).toEqual(['libby: not at every CRF']);
  expect(curves[0]?.points).toHaveLength(4);
});

test('10% fewer bits at the same quality are a BD-rate of −10%', () => {
  const [delta] = curveDeltas(rateCurves(sweep('dog'), 'JF'));
  expect(delta).toMatchObject({ title: 'ours' });
  expect(delta?.rate.value).toBeCloseTo(-10, 6);
  expect(delta?.quality.value).toBeGreaterThan(0);
});

test('a CRF with few sequences is left out, rather than the other sequences', () => {
  const { curves, leftOut } = rateCurves(
    [...sweep('dog'), ...sweep('libby'), ...sweep('dog', [40])],
    'JF',
  );
  expect(curves[0]?.sequences).toEqual(['dog', 'libby']);
  expect(curves[0]?.points).toHaveLength(4);
  expect(leftOut).toEqual(['x265 CRF 40, ours CRF 40: too few sequences']);
});

test('if a result lacks a column, the column has no point at its CRF', () => {
  const results = [...sweep('dog'), ...sweep('libby')].map((result) => {
    const { ours: _, ...others } = result.columns;
    const lacks = result.name === 'libby' && result.configuration.crf === 37;
    return lacks ? { ...result, columns: others } : result;
  });
  const { curves } = rateCurves(results, 'JF');
  const [x265, ours] = curves;
  expect(ours?.sequences).toEqual(x265?.sequences);
  expect(ours?.points.map(({ crf }) => crf)).not.toContain(37);
});

test('curves with different key frame distances are separate and compared with their own x265', () => {
  const rare = sweep('dog').map((result) => ({
    ...result,
    configuration: { ...result.configuration, keyint: 64 },
  }));
  const curves = rateCurves([...sweep('dog'), ...rare], 'JF');
  expect(curves.curves.map(({ title }) => title)).toEqual([
    'x265 (keyint 8)',
    'ours (keyint 8)',
    'x265 (keyint 64)',
    'ours (keyint 64)',
  ]);
  for (const delta of curveDeltas(curves)) expect(delta.rate.value).toBeCloseTo(-10, 6);
});

test('imports of one sequence with the same title form a separate curve', () => {
  const imports = [0.01, 0.02, 0.03, 0.04].map((bpp) => {
    const column = { ...columnOf(0.6 + 5 * bpp, bpp, 45), title: 'VVenC', crf: null };
    return madeUpResult('dog', { imported: column });
  });
  const { curves } = rateCurves(imports, 'JF');
  expect(curves.map(({ title, points }) => [title, points.length])).toEqual([['VVenC (dog)', 4]]);
});

test('with too few points there is a reason instead of a delta', () => {
  const [delta] = curveDeltas(rateCurves(sweep('dog', [37, 45]), 'JF'));
  expect(delta?.rate.value).toBeNull();
});

test('the published points have J&F only', () => {
  expect(publishedPoints('JF')).toContainEqual({
    title: 'x265, AOT',
    rate: 0.0209,
    quality: 0.7386,
  });
  expect(publishedPoints('psnrY')).toEqual([]);
});

test('points and deltas can be exported as tables', () => {
  const curves = rateCurves(sweep('dog'), 'JF');
  expect(pointTable(curves, 'JF').rows).toHaveLength(8);
  const [row] = deltaTable(curves, 'JF').rows;
  expect(row?.cells.slice(0, 4)).toEqual(['ours', expect.closeTo(-10, 6), 100, 0]);
});
