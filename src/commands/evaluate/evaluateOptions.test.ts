import { expect, test } from 'vitest';
import { parseEvaluateOptions } from './evaluateOptions.ts';

const REQUIRED = ['--davis', 'davis', '--out', 'result.json'];

test('by default all sequences and columns are evaluated at the default CRF', () => {
  expect(parseEvaluateOptions(REQUIRED)).toEqual({
    davis: 'davis',
    sequences: null,
    shard: null,
    crfs: [45],
    targetBpp: null,
    keyint: 8,
    networks: ['compact'],
    weights: [],
    memoryFrames: null,
    columns: ['original', 'x265', 'ours'],
    ours: 'coded',
    maskQuality: 43,
    frames: null,
    provider: 'auto',
    out: 'result.json',
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
    crfs: [37, 45],
    networks: ['compact'],
    shard: { parts: [2], count: 8 },
    restart: true,
    columns: ['x265'],
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
  [['--columns', 'vvc'], /--columns vvc/],
  [['--ours', 'both'], /--ours both: choose coded or enhanced/],
  [['--mask-quality', '101'], /--mask-quality 101 .* 0 to 100/],
  [['--frames', '2'], /from 3/],
  [['--ep', 'cuda'], /--ep cuda/],
])('%j is refused with a message that contains it', (args, message) => {
  expect(() => parseEvaluateOptions([...REQUIRED, ...args])).toThrow(message);
});

test('a target rate replaces the CRFs', () => {
  expect(parseEvaluateOptions([...REQUIRED, '--target-bpp', '0.0209'])).toMatchObject({
    crfs: null,
    targetBpp: 0.0209,
  });
});

test('a missing --davis or --out is reported', () => {
  expect(() => parseEvaluateOptions(['--out', 'a.json'])).toThrow(/--davis/);
  expect(() => parseEvaluateOptions(['--davis', 'a'])).toThrow(/--out/);
});
