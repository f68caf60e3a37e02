import { describe, expect, test } from 'vitest';
import { parseColumn } from '../results/columnList.ts';
import type { SequenceResult } from '../results/resultSchema.ts';
import {
  columnOf,
  madeUpResult,
  namedColumns,
  withKeyint,
  withSpecs,
} from '../testing/madeUpResults.ts';
import { publishedPoints } from './curvePoint.ts';
import { deltaTable, pointTable } from './curveTables.ts';
import { curveDeltas, extentText, type RateCurves, rateCurves } from './rateCurves.ts';

const CRFS = [37, 42, 45, 48];

/** x265, and ours with 10% fewer bits for the same quality. */
function sweep(name: string, crfs = CRFS) {
  return crfs.map((crf) => {
    const bpp = 2 ** ((40 - crf) / 6) / 50;
    const JF = 0.9 - (crf - 37) / 40;
    const x265 = columnOf(JF, bpp, crf);
    const ours = { ...columnOf(JF, bpp * 0.9, crf), title: 'Ours' };
    const original = { ...columnOf(0.95, 1, crf), title: 'Original', crf: null, bpp: null };
    return madeUpResult(name, { original, x265, ours });
  });
}

/** The first set of curves. */
function firstOf(results: readonly SequenceResult[], quality: 'JF' | 'psnrY' = 'JF'): RateCurves {
  const [first] = rateCurves(results, quality);
  if (!first) throw new Error('there are no curves');
  return first;
}

test('a curve has a point for each CRF, by rising rate; the originals have a constant level', () => {
  const { curves, levels } = firstOf(sweep('dog'));
  expect(curves.map(({ title }) => title)).toEqual([
    'x265, keyint 8',
    'ours, keyint 8, mask quality 43',
  ]);
  expect(curves[0]?.points.map(({ crf }) => crf)).toEqual([48, 45, 42, 37]);
  expect(levels).toEqual([{ title: 'original (compact)', quality: 0.95 }]);
});

describe('curves are over the same frames', () => {
  test('each sequence has its own curves, after those of the mean', () => {
    const sets = rateCurves([...sweep('dog'), ...sweep('libby')], 'JF');
    expect(sets.map(extentText)).toEqual([
      'dog and libby, 20 frames',
      'dog, 10 frames',
      'libby, 10 frames',
    ]);
    for (const { curves } of sets) expect(curves[0]?.points).toHaveLength(4);
  });

  test('another number of frames has its own curves', () => {
    const short = sweep('dog').map((result) => ({ ...result, frames: 5, frameLimit: 5 }));
    const sets = rateCurves([...sweep('dog'), ...short], 'JF');
    expect(sets.map(extentText)).toEqual(['dog, 10 frames', 'dog, 5 frames']);
    for (const { curves, levels } of sets) {
      expect(curves.map(({ title }) => title)).toEqual([
        'x265, keyint 8',
        'ours, keyint 8, mask quality 43',
      ]);
      expect(levels).toHaveLength(1);
    }
  });

  test('the caption of a table names the frames', () => {
    const sets = rateCurves([...sweep('dog'), ...sweep('libby')], 'JF');
    const captions = sets.map((set) => pointTable(set, 'JF').caption);
    expect(captions).toEqual([
      'J&F over bits per pixel: dog and libby, 20 frames.',
      'J&F over bits per pixel: dog, 10 frames.',
      'J&F over bits per pixel: libby, 10 frames.',
    ]);
  });
});

test('only sequences with a result at every CRF are in the means; the others are reported', () => {
  const mean = firstOf([...sweep('dog'), ...sweep('pig'), ...sweep('libby', [37, 42])]);
  expect(mean.sequences).toEqual(['dog', 'pig']);
  expect(mean.leftOut).toEqual(['libby: not at every CRF']);
  expect(mean.curves[0]?.points).toHaveLength(4);
});

test('10% fewer bits at the same quality are a BD-rate of −10%', () => {
  const [delta] = curveDeltas(firstOf(sweep('dog')));
  expect(delta?.curve).toMatchObject({ kind: 'ours' });
  expect(delta?.rate.value).toBeCloseTo(-10, 6);
  expect(delta?.quality.value).toBeGreaterThan(0);
});

test('a CRF with few sequences is left out, rather than the other sequences', () => {
  const mean = firstOf([...sweep('dog'), ...sweep('libby'), ...sweep('dog', [40])]);
  expect(mean.sequences).toEqual(['dog', 'libby']);
  expect(mean.curves[0]?.points).toHaveLength(4);
  expect(mean.leftOut).toEqual([
    'x265 CRF 40, keyint 8; ours CRF 40, keyint 8, mask quality 43: too few sequences',
  ]);
});

test('if a result lacks a column, the column has no point at its CRF', () => {
  const results = [...sweep('dog'), ...sweep('libby')].map((result) => {
    const lacks = result.name === 'libby' && namedColumns(result).x265?.crf === 37;
    const columns = result.columns.filter(({ spec }) => !spec.enhanced);
    return lacks ? { ...result, columns } : result;
  });
  const { curves, sequences } = firstOf(results);
  const [x265, ours] = curves;
  expect(sequences).toEqual(['dog', 'libby']);
  expect(x265?.points.map(({ crf }) => crf)).toContain(37);
  expect(ours?.points.map(({ crf }) => crf)).not.toContain(37);
});

test('ours has points at its own CRFs', () => {
  const results = [48, 51].map((crf) =>
    madeUpResult('dog', { x265: columnOf(0.7, 0.02, 45), ours: columnOf(0.9, 1 / crf, crf) }),
  );
  const [x265, ours] = firstOf(results).curves;
  expect(x265?.points.map(({ crf }) => crf)).toEqual([45]);
  expect(ours?.points.map(({ crf }) => crf)).toEqual([51, 48]);
});

test('ours with other settings than its rate is another curve', () => {
  const fine = sweep('dog').map((result) =>
    withSpecs(result, (spec) =>
      spec.masks.source === 'coded' ? { ...spec, masks: { ...spec.masks, quality: 80 } } : spec,
    ),
  );
  const titles = firstOf([...sweep('dog'), ...fine]).curves.map(({ title }) => title);
  expect(titles).toEqual([
    'x265, keyint 8',
    'ours, keyint 8, mask quality 43',
    'ours, keyint 8, mask quality 80',
  ]);
});

test('curves with different key frame distances are compared with their own x265', () => {
  const rare = sweep('dog').map((result) => withSpecs(result, (spec) => withKeyint(spec, 64)));
  const set = firstOf([...sweep('dog'), ...rare]);
  expect(set.curves.map(({ title }) => title).toSorted()).toEqual([
    'ours, keyint 64, mask quality 43',
    'ours, keyint 8, mask quality 43',
    'x265, keyint 64',
    'x265, keyint 8',
  ]);
  const deltas = curveDeltas(set);
  expect(deltas).toHaveLength(2);
  for (const { rate } of deltas) expect(rate.value).toBeCloseTo(-10, 6);
});

test('curves of several networks name them', () => {
  const stcn = sweep('dog').map((result) =>
    withSpecs(result, (spec) =>
      spec.masks.source === 'truth' ? spec : { ...spec, masks: { ...spec.masks, network: 'stcn' } },
    ),
  );
  const { curves, levels } = firstOf([...sweep('dog'), ...stcn]);
  expect(curves.map(({ title }) => title)).toContain('x265, keyint 8 (stcn)');
  expect(levels.map(({ title }) => title)).toEqual(['original (compact)', 'original (stcn)']);
});

test('imports of one sequence with the same title form a separate curve', () => {
  const imports = [0.01, 0.02, 0.03, 0.04].map((bpp) => {
    const column = { ...columnOf(0.6 + 5 * bpp, bpp, 45), title: 'VVenC', crf: null };
    return madeUpResult('dog', { imported: column });
  });
  const set = firstOf([...sweep('dog'), ...imports]);
  expect(set.curves.map(({ title, points }) => [title, points.length])).toEqual([
    ['x265, keyint 8', 4],
    ['ours, keyint 8, mask quality 43', 4],
    ['VVenC', 4],
  ]);
  expect(curveDeltas(set).map(({ curve }) => curve.title)).toContain('VVenC');
});

test('with too few points there is a reason instead of a delta', () => {
  const [delta] = curveDeltas(firstOf(sweep('dog', [37, 45])));
  expect(delta?.rate.value).toBeNull();
});

test('a column without scores has a curve of its picture quality only', () => {
  const truth = sweep('dog').map((result) => {
    const [x265 = columnOf(0, 0, 45)] = result.columns.filter(({ crf }) => crf !== null);
    const spec = parseColumn(`x265@${x265.crf}+truth`);
    return { ...result, columns: [{ ...x265, spec, objects: [] }] };
  });
  expect(rateCurves(truth, 'JF')).toEqual([]);
  expect(firstOf(truth, 'psnrY').curves.map(({ title }) => title)).toEqual([
    'x265, keyint 8, annotated masks',
  ]);
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
  const curves = firstOf(sweep('dog'));
  expect(pointTable(curves, 'JF').rows).toHaveLength(8);
  const [row] = deltaTable(curves, 'JF').rows;
  expect(row?.cells.slice(0, 5)).toEqual([
    'ours, keyint 8, mask quality 43',
    'compact',
    expect.closeTo(-10, 6),
    100,
    0,
  ]);
});
