import { expect, test } from 'vitest';
import { columnOf, madeUpResult } from './madeUpResults.ts';
import { curveDeltas, publishedPoints, rateCurves } from './rateCurves.ts';

const CRFS = [37, 42, 45, 48];

/** x265, and ours that needs a tenth less for the same quality. */
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

test('a curve has a point for each CRF, by rising rate; the originals are a level', () => {
  const { curves, levels } = rateCurves(sweep('dog'), 'JF');
  expect(curves.map(({ title }) => title)).toEqual(['x265', 'Ours']);
  expect(curves[0]?.points.map(({ crf }) => crf)).toEqual([48, 45, 42, 37]);
  expect(levels).toEqual([{ title: 'original (compact)', quality: 0.95 }]);
});

test('only sequences with a result at every CRF are in the means, the others are named', () => {
  const { curves, sequences, leftOut } = rateCurves(
    [...sweep('dog'), ...sweep('libby', [37, 42])],
    'JF',
  );
  expect(sequences).toEqual(['dog']);
  expect(leftOut).toEqual(['libby']);
  expect(curves[0]?.points).toHaveLength(4);
});

test('a tenth fewer bits at the same quality is a BD-rate of −10%', () => {
  const [delta] = curveDeltas(rateCurves(sweep('dog'), 'JF'));
  expect(delta).toMatchObject({ title: 'Ours', network: 'compact' });
  expect(delta?.rate.value).toBeCloseTo(-10, 6);
  expect(delta?.quality.value).toBeGreaterThan(0);
});

test('too few points give a reason in place of a delta', () => {
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
