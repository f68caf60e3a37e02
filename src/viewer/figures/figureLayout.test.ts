import { expect, test } from 'vitest';
import { figureLayout } from './figureLayout.ts';
import { FIGURE_STYLES } from './figureStyle.ts';

const frame = { width: 854, height: 480 };

function layout(size: 'one' | 'two', columns: number, rows: number, headLines: number | null) {
  return figureLayout({ style: FIGURE_STYLES[size], frame, columns, rows, headLines });
}

test.each(['one', 'two'] as const)('the columns of size %s fill its width', (size) => {
  for (const columns of [1, 4, 8]) {
    const { lefts, columnWidth, width } = layout(size, columns, 1, 2);
    expect(width).toBe(size === 'one' ? 3.5 * 72 : Math.round(7.16 * 72));
    expect((lefts.at(-1) ?? 0) + columnWidth).toBeCloseTo(width);
  }
});

test('pictures keep their shape, and labels lie between them', () => {
  const { cells, headLines, rowLabels, height } = layout('two', 4, 3, 2);
  for (const { width, height: tall } of cells.flat()) expect(width / tall).toBeCloseTo(854 / 480);
  const tops = cells.map(([cell]) => cell?.y ?? 0);
  const bottoms = cells.map(([cell]) => (cell?.y ?? 0) + (cell?.height ?? 0));
  expect(headLines).toHaveLength(3);
  expect(headLines.at(-1)).toBeLessThan(tops[0] ?? 0);
  for (const [row, label] of rowLabels.entries()) {
    expect(label).toBeGreaterThan((bottoms[row] ?? 0) + 6.5 * 0.7);
    expect(label).toBeLessThan(tops[row + 1] ?? height);
  }
});

test('without labels there are only pictures and gaps', () => {
  const { cells, headLines, rowLabels, height, columnWidth } = layout('one', 2, 2, null);
  expect(headLines).toEqual([]);
  expect(rowLabels).toEqual([null, null]);
  expect(cells[0]?.[0]?.y).toBe(0);
  expect(height).toBeCloseTo((2 * columnWidth * 480) / 854 + 3);
});
