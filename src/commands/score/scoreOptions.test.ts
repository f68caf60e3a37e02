import { expect, test } from 'vitest';
import { parseScoreOptions } from './scoreOptions.ts';

const REQUIRED = ['--annotations', 'truth', '--predictions', 'masks'];

test('by default all sequences are scored and JSON is printed', () => {
  expect(parseScoreOptions(REQUIRED)).toEqual({
    annotations: 'truth',
    predictions: 'masks',
    sequences: null,
    out: null,
    table: false,
  });
});

test('options are parsed, and a sequence that is listed twice is scored once', () => {
  const options = ['--sequences', 'dog,libby,dog', '--out', 'scores.json', '--table'];
  expect(parseScoreOptions([...REQUIRED, ...options])).toMatchObject({
    sequences: ['dog', 'libby'],
    out: 'scores.json',
    table: true,
  });
});

test.each([
  [['--predictions', 'masks'], /--annotations DIR is missing/],
  [['--annotations', 'truth'], /--predictions DIR is missing/],
  [[...REQUIRED, '--sequences', ','], /--sequences has an empty list/],
  [[...REQUIRED, '--out', ''], /--out needs/],
  [[...REQUIRED, '--crf', '45'], /--crf/],
])('%j is refused with a message that contains it', (args, message) => {
  expect(() => parseScoreOptions(args)).toThrow(message);
});
