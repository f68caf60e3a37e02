import { expect, test } from 'vitest';
import {
  type ColumnState,
  emptyColumn,
  IDLE_EXPERIMENT,
} from '../../experiment/experimentState.ts';
import { TRUTH_COLUMN, x265Column } from '../../results/columnSpec.ts';
import { parseFigure } from '../format/figure.ts';
import { type FigureSources, figureText } from './figures.ts';

const quality = (psnrY: number) => ({
  psnrY,
  psnr: psnrY,
  ssimY: 0.5,
  inside: null,
  outside: null,
});

const x265: ColumnState = {
  ...emptyColumn('b', x265Column(45), 'x265'),
  crf: 45,
  packets: [
    { bytes: 1000, key: true },
    { bytes: 250, key: false },
    { bytes: 250, key: false },
    { bytes: 250, key: false },
  ],
  bits: { video: 0.5, masks: 0, total: 0.5 },
  scores: [
    { J: [1, 1], F: [1, 1] },
    { J: [0.5, 0.7], F: [0.3, 0.5] },
    { J: [0.7, 0.9], F: [0.5, 0.7] },
    { J: [1, 1], F: [1, 1] },
  ],
  pictures: {
    frames: null,
    ready: [],
    quality: [quality(30), quality(20), quality(40), quality(30)],
  },
};

const sources: FigureSources = {
  experiment: {
    ...IDLE_EXPERIMENT,
    size: { width: 100, height: 50 },
    frameCount: 4,
    scoredIds: [1, 2],
    columns: [emptyColumn('a', TRUTH_COLUMN, 'Ground truth'), x265],
  },
  frame: 1,
  blocks: () => null,
  counts: (_, object) =>
    object === 2
      ? {
          ...{ intersection: 600, union: 1200, radius: 8 },
          foundContour: { pixels: 200, near: 150 },
          wantedContour: { pixels: 300, near: 150 },
        }
      : null,
};

test.each([
  ['frame', '1'],
  ['frames', '4'],
  ['pixels', '5,000'],
  ['CRF in column 2', '45'],
  ['key interval in column 2', '8'],
  ['bpp in column 2', '0.5000'],
  ['bits in column 2', '14,000'],
  ['bits in column 2 here', '2,000'],
  ['PSNR in column 2', '30.00'],
  ['PSNR in column 2 here', '20.00'],
  // 255² / 10²
  ['mean squared error in column 2 here', '650.3'],
  ['squared error in column 2 here', '3,251,250'],
  // Frames 1 and 2 count.
  ['J in column 2', '0.700'],
  ['F in column 2', '0.500'],
  ['J&F in column 2', '0.600'],
  ['J&F in column 2 here', '0.500'],
  ['J of object 2 in column 2 here', '0.700'],
  ['intersection of object 2 in column 2', '600'],
  ['union of object 2 in column 2', '1,200'],
  ['precision of object 2 in column 2', '0.750'],
  ['recall of object 2 in column 2', '0.500'],
  // What is not known, or not there.
  ['union of object 1 in column 2', '–'],
  ['skipped area in column 2', '–'],
  ['CRF in column 1', '–'],
  ['PSNR in column 5', '–'],
  ['J of object 7 in column 2', '–'],
])('{%s} is %s', (name, text) => {
  const figure = parseFigure(name);
  if (!figure) throw new Error(`${name} is no figure`);
  expect(figureText(figure, sources)).toBe(text);
});

test.each([
  'J',
  'noise in column 1',
  'frame in column 1',
  'PSNR of object 1 in column 2',
  'union in column 2',
  'union of object 1 in column 2 here',
  'CRF in column 2 here',
  'mean squared error in column 2',
])('“%s” is no figure', (name) => {
  expect(parseFigure(name)).toBeNull();
});
