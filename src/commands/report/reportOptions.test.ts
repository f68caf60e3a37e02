import { expect, test } from 'vitest';
import { parseReportOptions } from './reportOptions.ts';

test('by default the first table is written as Markdown to standard output', () => {
  expect(parseReportOptions(['all.json'])).toEqual({
    files: ['all.json'],
    table: '1',
    format: 'markdown',
    out: null,
  });
});

test.each([
  [[], /FILE\.json is missing/],
  [['a.json', '--table', '4'], /--table 4: choose one of 1, 2, 3, sequences, claim/],
  [['a.json', '--format', 'html'], /--format html: choose one of csv, json, markdown, latex/],
])('%j is refused with a message that contains it', (args, message) => {
  expect(() => parseReportOptions(args)).toThrow(message);
});
