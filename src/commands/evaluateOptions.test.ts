import { expect, test } from 'vitest';
import { parseEvaluateOptions } from './evaluateOptions.ts';

const REQUIRED = ['--davis', 'davis', '--out', 'result.json'];

test('without options all sequences and columns are evaluated at the experiment’s CRF', () => {
  expect(parseEvaluateOptions(REQUIRED)).toEqual({
    davis: 'davis',
    sequences: null,
    crf: 45,
    keyint: 8,
    columns: ['original', 'x265', 'ours'],
    frames: null,
    provider: 'auto',
    out: 'result.json',
  });
});

test('options are taken', () => {
  const options = parseEvaluateOptions([
    ...REQUIRED,
    ...['--sequences', 'dog,libby', '--crf', '37', '--columns', 'x265', '--frames', '12'],
    ...['--ep', 'wasm'],
  ]);
  expect(options).toMatchObject({
    sequences: ['dog', 'libby'],
    crf: 37,
    columns: ['x265'],
    frames: 12,
    provider: 'wasm',
  });
});

test.each([
  [['--crf', '52'], /--crf 52 .* 0 to 51/],
  [['--crf', '4.5'], /whole number/],
  [['--columns', 'vvc'], /--columns vvc/],
  [['--frames', '2'], /from 3/],
  [['--ep', 'cuda'], /--ep cuda/],
])('%j is refused with a sentence that names it', (args, message) => {
  expect(() => parseEvaluateOptions([...REQUIRED, ...args])).toThrow(message);
});

test('a missing folder or output file is named', () => {
  expect(() => parseEvaluateOptions(['--out', 'a.json'])).toThrow(/--davis/);
  expect(() => parseEvaluateOptions(['--davis', 'a'])).toThrow(/--out/);
});
