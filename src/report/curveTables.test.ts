import { expect, test } from 'vitest';
import { chartTable } from './curveTables.ts';
import { cellText } from './table.ts';

test('the table of a chart has every point, levels without a rate, and published points', () => {
  const { columns, rows } = chartTable(
    [
      {
        title: 'ours',
        points: [
          { rate: 0.01, quality: 0.7 },
          { rate: 0.02, quality: 0.8 },
        ],
      },
    ],
    [{ title: 'original', quality: 0.84 }],
    [{ title: 'x265, STCN', rate: 0.02, quality: 0.75 }],
    'JF',
  );
  const texts = rows.map(({ origin, cells }) => [
    origin,
    ...columns.map((column, index) => cellText(cells[index] ?? null, column, '–')),
  ]);
  expect(columns.map(({ title }) => title)).toEqual(['curve', 'bpp', 'J&F']);
  expect(texts).toEqual([
    ['measured', 'ours', '0.0100', '0.700'],
    ['measured', 'ours', '0.0200', '0.800'],
    ['measured', 'original', '–', '0.840'],
    ['published', 'x265, STCN (published)', '0.0200', '0.750'],
  ]);
});
