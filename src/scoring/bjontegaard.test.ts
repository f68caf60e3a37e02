import { describe, expect, test } from 'vitest';
import { bdQuality, bdRate, type RatePoint } from './bjontegaard.ts';
import reference from './testing/bjontegaardReference.json' with { type: 'json' };

const curves: Readonly<Record<string, readonly (readonly number[])[]>> = reference.curves;

describe.each(reference.deltas)(
  'from “$anchor” to “$tested”',
  ({ anchor, tested, ...expected }) => {
    test('BD-rate equals that of the published package', () => {
      expect(bdRate(curve(anchor), curve(tested)).value).toBeCloseTo(expected.rate, 9);
    });

    test('BD-quality equals that of the published package', () => {
      expect(bdQuality(curve(anchor), curve(tested)).value).toBeCloseTo(expected.quality, 9);
    });
  },
);

test('half the rate at every quality is a BD-rate of −50 %', () => {
  const anchor = curve('x265');
  const tested = anchor.map(({ rate, quality }) => ({ rate: rate / 2, quality }));
  expect(bdRate(anchor, tested)).toEqual({
    value: expect.closeTo(-50, 9),
    overlap: 1,
    dominated: 0,
  });
});

test('a quality that is 2 higher at every rate is a BD-quality of 2', () => {
  const anchor = curve('x265');
  const tested = anchor.map(({ rate, quality }) => ({ rate, quality: quality + 2 }));
  expect(bdQuality(anchor, tested).value).toBeCloseTo(2, 9);
});

test('points may come in any order', () => {
  const anchor = curve('J&F of x265');
  const tested = curve('J&F of ours');
  const mixed = [3, 0, 4, 2, 1].flatMap((index) => tested[index] ?? []);
  expect(bdRate(anchor, mixed)).toEqual(bdRate(anchor, tested));
  expect(bdQuality(anchor, mixed)).toEqual(bdQuality(anchor, tested));
});

test('a point that costs more and is worse than another is left out of BD-rate, and counted', () => {
  const anchor = curve('J&F of x265');
  const falling = curve('falls in the middle');
  const front = falling.filter(({ rate }) => rate !== 0.021);
  const delta = bdRate(anchor, falling);
  expect(delta).toMatchObject({ value: bdRate(anchor, front).value, dominated: 1 });
});

test('the overlap is the share of the curves that was averaged', () => {
  const points = (from: number) =>
    [0, 1, 2, 3].map((step) => ({ rate: 10 ** step, quality: from + step }));
  expect(bdRate(points(0), points(1.5))).toMatchObject({
    overlap: expect.closeTo(1.5 / 4.5, 12),
  });
});

describe('there is a reason instead of a delta', () => {
  const anchor = curve('x265');

  test('with fewer than four points', () => {
    const reason = 'The tested curve has 3 points; 4 are needed.';
    expect(bdRate(anchor, anchor.slice(0, 3))).toEqual({ value: null, reason });
    expect(bdQuality(anchor, anchor.slice(0, 3))).toEqual({ value: null, reason });
  });

  test('with curves that have no quality in common', () => {
    const better = anchor.map(({ rate, quality }) => ({ rate, quality: quality + 20 }));
    expect(bdRate(anchor, better)).toEqual({
      value: null,
      reason: 'No quality is reached by both curves.',
    });
  });

  test('with curves that have no rate in common', () => {
    const expensive = anchor.map(({ rate, quality }) => ({ rate: rate * 100, quality }));
    expect(bdQuality(anchor, expensive)).toEqual({
      value: null,
      reason: 'No rate is covered by both curves.',
    });
  });

  test('with a curve whose quality falls', () => {
    const falling = anchor.map(({ rate, quality }) => ({ rate, quality: -quality }));
    expect(bdRate(falling, anchor)).toEqual({
      value: null,
      reason: expect.stringMatching(
        /^The quality of the anchor’s curve does not rise.* only 1 point is/,
      ),
    });
  });

  test('with a rate of 0 or an infinite quality', () => {
    const free = [{ rate: 0, quality: 1 }, ...anchor];
    const identical = [...anchor, { rate: 1, quality: Number.POSITIVE_INFINITY }];
    expect(bdRate(free, anchor)).toMatchObject({ reason: expect.stringContaining('rate 0') });
    expect(bdRate(anchor, identical)).toMatchObject({
      reason: expect.stringContaining('quality Infinity'),
    });
  });

  test('of quality, with two points of one rate', () => {
    const twice = [...anchor, { rate: 0.0201, quality: 27 }];
    expect(bdQuality(anchor, twice)).toEqual({
      value: null,
      reason: 'The tested curve has two points of rate 0.0201.',
    });
  });
});

function curve(name: string): RatePoint[] {
  return (curves[name] ?? []).map(([rate = 0, quality = 0]) => ({ rate, quality }));
}
