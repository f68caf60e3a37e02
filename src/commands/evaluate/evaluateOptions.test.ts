import { expect, test } from 'vitest';
import { originalColumn, oursColumn, x265Column } from '../../results/columnSpec.ts';
import { parseEvaluateOptions } from './evaluateOptions.ts';

const REQUIRED = ['--davis', 'davis', '--out', 'result.json'];

test('by default all sequences and columns are evaluated at the default CRF', () => {
  expect(parseEvaluateOptions(REQUIRED)).toEqual({
    davis: 'davis',
    sequences: null,
    shard: null,
    columnLists: [[originalColumn(), x265Column(45), oursColumn({ kind: 'crf', crf: 45 })]],
    weights: [],
    memoryFrames: null,
    frames: null,
    provider: 'auto',
    out: 'result.json',
    runs: null,
    masks: null,
    restart: false,
  });
});

test('options are parsed', () => {
  const options = parseEvaluateOptions([
    ...REQUIRED,
    ...['--sequences', 'dog,libby', '--crf', '45,37,45', '--columns', 'x265', '--frames', '12'],
    ...['--ep', 'wasm', '--networks', 'compact', '--shard', '2/8', '--restart'],
  ]);
  expect(options).toMatchObject({
    sequences: ['dog', 'libby'],
    columnLists: [[x265Column(37)], [x265Column(45)]],
    shard: { parts: [2], count: 8 },
    restart: true,
    frames: 12,
    provider: 'wasm',
  });
});

test.each([
  [['--crf', '52'], /--crf 52 .* 0 to 51/],
  [['--crf', '4.5'], /whole number/],
  [['--crf', '37,x'], /--crf x/],
  [['--crf', ','], /--crf has an empty list/],
  [['--target-bpp', '0'], /--target-bpp 0 is not a number above 0/],
  [['--target-bpp', '0.02', '--crf', '45'], /exclude each other/],
  [['--networks', 'stcn-xl'], /--networks stcn-xl: choose from compact/],
  [['--shard', '9/8'], /--shard 9\/8/],
  [['--columns', 'vvc'], /The column “vvc” is not a column/],
  [['--ours', 'both'], /--ours both: choose coded or enhanced/],
  [['--mask-quality', '101'], /--mask-quality 101 .* 0 to 100/],
  [['--frames', '2'], /from 3/],
  [['--ep', 'cuda'], /--ep cuda/],
])('%j is refused with a message that contains it', (args, message) => {
  expect(() => parseEvaluateOptions([...REQUIRED, ...args])).toThrow(message);
});

test('a missing --davis or --out is reported', () => {
  expect(() => parseEvaluateOptions(['--out', 'a.json'])).toThrow(/--davis/);
  expect(() => parseEvaluateOptions(['--davis', 'a'])).toThrow(/--out/);
});
