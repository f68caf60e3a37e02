import { expect, test } from 'vitest';
import type { ColumnState } from '../../experiment/experimentState.ts';
import { columnsOf, scoresOf } from '../testing/madeUpColumns.ts';
import { type ChartFigure, INITIAL_VIEW } from '../viewState.ts';
import { chartLines, chosenFigure } from './chartLines.ts';
import { chartSummary, worstMoment } from './chartSummary.ts';
import { savedChart } from './savedChart.ts';

const SIZE = { width: 10, height: 8 };

const SCORES = [
  [1, 0.9, 0.8, 0.7],
  [1, 0.5, 0.2, 0.1],
  [1, 0.8, 0.7, 0.6],
];

/** Ground truth, original, x265 and ours with scores of one object in four frames. */
function columns(): ColumnState[] {
  return columnsOf('truth,orig,x265@45,ours@48').map((column, index) => ({
    ...column,
    scores: scoresOf(...(SCORES[index - 1] ?? [])),
  }));
}

function chart(made: readonly ColumnState[], figure: ChartFigure = 'JF', view = {}) {
  const seen = { ...INITIAL_VIEW, chart: figure, ...view };
  const experiment = { columns: made, frameCount: 4, scoredIds: [7, 9], size: SIZE };
  return {
    lines: chartLines(experiment, seen),
    figure: chosenFigure(seen, experiment.scoredIds),
  };
}

function summaryOf({ lines, figure }: ReturnType<typeof chart>, object: number | null = null) {
  return chartSummary(lines, figure, object);
}

test('the sentence has the means of the frames that count, and the worst of them', () => {
  expect(summaryOf(chart(columns()))).toBe(
    'J&F over 2 frames: Original 0.850, x265 0.350, Ours 0.750; x265 is lowest at frame 2.',
  );
});

test('columns that are not shown are not in the sentence', () => {
  const chosen = chart(columns(), 'JF', { chartColumns: ['b', 'd'] });
  expect(summaryOf(chosen)).toBe(
    'J&F over 2 frames: Original 0.850, Ours 0.750; Ours is lowest at frame 2.',
  );
  expect(chosen.lines.map(({ shown }) => shown)).toEqual([true, false, true]);
});

test('before the first score, the sentence says that nothing is known', () => {
  expect(summaryOf(chart(columnsOf('orig,x265@45')))).toBe('J&F: nothing is known yet.');
});

test('the figure can be that of one object', () => {
  const made = columns().map((column) => ({
    ...column,
    scores: column.scores.map((score) => score && { J: [0.5, ...score.J], F: [0.5, ...score.F] }),
  }));
  const { lines, figure } = chart(made, 'J', { chartObject: 9 });
  expect(lines[1]?.values).toEqual([1, 0.5, 0.2, 0.1]);
  expect(chartSummary(lines, figure, 9)).toMatch(/^J of object 9 over 2 frames: Original 0\.850/);
});

test('an object that has not appeared yet has no value', () => {
  const made = columns().map((column) => ({
    ...column,
    scores: scoresOf(Number.NaN, Number.NaN, 0.5, 0.5),
  }));
  expect(chart(made, 'J', { chartObject: 7 }).lines[0]?.values).toEqual([null, null, 0.5, 0.5]);
});

test('bits are those of the video and the masks, and their worst are the most', () => {
  const packets = [80, 10, 30, 10].map((bytes, index) => ({ bytes, key: index % 2 === 0 }));
  const made = columns().map((column) => (column.key === 'c' ? { ...column, packets } : column));
  const { lines, figure } = chart(made, 'bits');
  expect(lines.map(({ values }) => values[0])).toEqual([null, 8, null]);
  expect(worstMoment(lines, figure)).toMatchObject({ frame: 0, value: 8 });
  expect(chartSummary(lines, figure, null)).toBe(
    'Bits per pixel over 4 frames: x265 3.2500; x265 is highest at frame 0.',
  );
});

test('figures of pictures and bits are not those of an object', () => {
  const chosen = chart(columns(), 'bits', { chartObject: 9 });
  expect(chosen.figure.object).toBeNull();
  expect(summaryOf(chosen, 9)).toBe('Bits per pixel: nothing is known yet.');
});

test('the mean of the bits is that of the column, with all that the masks add', () => {
  const bits = { video: 2, masks: 1.5, total: 3.5 };
  const masks = { packets: [Uint8Array.of(1)], settings: null, original: null, maps: null };
  const made = columns().map((column) =>
    column.key === 'd'
      ? {
          ...column,
          bits,
          packets: [{ bytes: 20, key: true }],
          masks: { ...masks, scale: 1, bits: 9 },
        }
      : column,
  );
  expect(chart(made, 'bits').lines[2]).toMatchObject({
    mean: 3.5,
    values: [2.1, null, null, null],
  });
});

test('bits of a column with coded masks are unknown until the masks are coded', () => {
  const packets = [{ bytes: 10, key: true }];
  const made = columns().map((column) => (column.key === 'd' ? { ...column, packets } : column));
  expect(chart(made, 'bits').lines[2]?.values[0]).toBeNull();
});

test('with the enhancement switched off, PSNR is that of the decoded pictures', () => {
  const quality = (psnrY: number) => [
    { psnrY, psnr: psnrY, ssimY: 0.5, inside: null, outside: null },
  ];
  const made = columns().map((column) => ({
    ...column,
    pictures: { ...column.pictures, quality: quality(31) },
    decoded: { ...column.decoded, quality: quality(30) },
  }));
  expect(chart(made, 'psnr').lines[2]?.values[0]).toBe(31);
  expect(chart(made, 'psnr', { enhancement: false }).lines[2]?.values[0]).toBe(30);
});

test('a saved chart has the lines that are shown, with their values', () => {
  const { lines } = chart(columns(), 'JF', { chartColumns: ['b', 'c'] });
  const saved = savedChart({ title: 'J&F', figure: 'JF', lines, window: { first: 0, last: 3 } });
  expect(saved.lines.map(({ title }) => title)).toEqual(['Original', 'x265']);
  expect(saved.lines[1]?.points.map(({ x, y }) => [x, y])).toEqual([
    [0, 1],
    [1, 0.5],
    [2, 0.2],
    [3, 0.1],
  ]);
  expect(saved.vertical).toEqual({ title: 'J&F', min: 0, max: 1 });
});

test('a chart that was zoomed is saved with the frames in view', () => {
  const { lines } = chart(columns());
  const window = { first: 1.2, last: 2.8 };
  const saved = savedChart({ title: 'J&F', figure: 'JF', lines, window });
  expect(saved.lines.map(({ points }) => points.map(({ x }) => x))).toEqual([[2], [2], [2]]);
  expect(saved.horizontal).toMatchObject({ min: 1.2, max: 2.8 });
});

test('identical pictures have no place in the chart', () => {
  const { lines } = chart(columns(), 'psnr');
  const values = [Number.POSITIVE_INFINITY, 30, 31, 32];
  const saved = savedChart({
    ...{ title: 'PSNR-Y', figure: 'psnr', window: { first: 0, last: 3 } },
    lines: lines.map((line) => ({ ...line, values })),
  });
  expect(saved.lines[0]?.points.map(({ x }) => x)).toEqual([1, 2, 3]);
  expect(saved.vertical.title).toBe('PSNR-Y, dB');
});
