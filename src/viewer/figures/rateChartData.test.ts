import { expect, test } from 'vitest';
import { rateChartData } from './rateChartData.ts';

test('a rate chart shows all points within its axes, by ascending rate', () => {
  const points = [
    { rate: 0.02, quality: 0.7 },
    { rate: 0.01, quality: 0.5 },
  ];
  const data = rateChartData(
    [{ title: 'x265', look: 'dashed', points }],
    [{ title: 'Original', quality: 0.84 }],
    [{ title: 'published', rate: 0.03, quality: 0.74 }],
    'J&F',
  );
  expect(data.lines.map(({ title }) => title)).toEqual(['x265', 'Original']);
  expect(data.lines[0]?.points.map(({ x }) => x)).toEqual([0.01, 0.02]);
  expect(data.horizontal.min).toBeLessThan(0.01);
  expect(data.horizontal.max).toBeGreaterThan(0.03);
  expect(data.vertical.min).toBeLessThan(0.5);
  expect(data.vertical.max).toBeGreaterThan(0.84);
});
