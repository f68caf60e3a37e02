import { expect, test } from 'vitest';
import { parseReportOptions } from './reportOptions.ts';

test('a file alone gives the first table as Markdown on standard output', () => {
  expect(parseReportOptions(['all.json'])).toEqual({
    files: ['all.json'],
    table: '1',
    format: 'markdown',
    out: null,
  });
});

test.each([
  [[], /FILE\.json is missing/],
  [['a.json', '--table', '4'], /--table 4: there is 1, 2, 3, sequences/],
  [['a.json', '--format', 'html'], /--format html: there is csv, json, markdown, latex/],
])('%j is refused with a sentence that names it', (args, message) => {
  expect(() => parseReportOptions(args)).toThrow(message);
});
