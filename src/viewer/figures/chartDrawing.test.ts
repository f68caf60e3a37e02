import { expect, test } from 'vitest';
import { type ChartData, drawChart } from './chartDrawing.ts';
import type { Mark } from './drawing.ts';

const SIZE = { width: 252, height: 120, text: 6 };

const DATA: ChartData = {
  lines: [
    {
      title: 'x265',
      look: 'dashed',
      points: [
        { x: 0, y: 1 },
        { x: 50, y: 0 },
      ],
      dots: false,
    },
  ],
  points: [],
  horizontal: { title: 'frame', min: 0, max: 50 },
  vertical: { title: 'J&F', min: 0, max: 1 },
  marked: [25],
};

const texts = (marks: readonly Mark[]) =>
  marks.flatMap((mark) => (mark.kind === 'text' ? mark.text : []));

test('a chart has a legend, axes with round values and a line from corner to corner', () => {
  const { marks } = drawChart(DATA, SIZE);
  expect(texts(marks)).toEqual([
    ...['x265', '0.0', '0.2', '0.4', '0.6', '0.8', '1.0'],
    ...['0', '10', '20', '30', '40', '50', 'frame', 'J&F'],
  ]);
  const line = marks.findLast((mark) => mark.kind === 'path');
  expect(line).toMatchObject({ dash: [2.5, 2], width: 1 });
});

test('everything lies inside the drawing', () => {
  const { marks } = drawChart(DATA, SIZE);
  for (const mark of marks) {
    if (mark.kind !== 'text') continue;
    expect(mark.x).toBeGreaterThanOrEqual(0);
    expect(mark.x).toBeLessThanOrEqual(SIZE.width);
    expect(mark.y).toBeLessThanOrEqual(SIZE.height);
  }
});

test('small rates have as many decimals as they need', () => {
  const horizontal = { title: 'bits per pixel', min: 0.004, max: 0.021 };
  const marks = drawChart({ ...DATA, horizontal, marked: [] }, SIZE).marks;
  expect(texts(marks)).toContain('0.010');
});

test('a chart without lines has axes', () => {
  expect(texts(drawChart({ ...DATA, lines: [], marked: [] }, SIZE).marks)).toContain('frame');
});
