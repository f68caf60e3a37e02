import { expect, test } from 'vitest';
import { parseFigureOptions } from './figureOptions.ts';

const OUT = ['--out', 'a/figure.SVG'];

test('by default three rows of all columns, two text columns wide', () => {
  expect(parseFigureOptions(['--address', '?seq=dog', ...OUT])).toEqual({
    subject: { kind: 'address', search: '?seq=dog' },
    request: {
      ...{ rows: { kind: 'even', count: 3 }, columns: 'shown', size: 'two', crop: null },
      ...{ labels: true, chart: false },
    },
    ...{ format: 'svg', weights: [], caption: false, out: 'a/figure.SVG' },
  });
});

test('options are parsed', () => {
  const options = parseFigureOptions([
    ...['--run', 'dog.maskscope', '--rows', '3,12', '--size', 'one', '--crop', '1,2,30,40'],
    ...['--no-labels', '--chart', '--published', '--caption', '--out', 'b.pdf'],
  ]);
  expect(options).toMatchObject({
    subject: { kind: 'run', file: 'dog.maskscope' },
    request: {
      ...{ rows: { kind: 'frames', frames: [3, 12] }, columns: 'published', size: 'one' },
      ...{ crop: { x: 1, y: 2, width: 30, height: 40 }, labels: false, chart: true },
    },
    ...{ format: 'pdf', caption: true },
  });
});

test('a preset has the rows and columns of its figure', () => {
  const { request } = parseFigureOptions(['--address', '?', '--preset', '3', ...OUT]);
  expect(request).toMatchObject({ rows: { kind: 'even', count: 3 }, columns: 'published' });
});

test('columns are chosen by their places', () => {
  const { request } = parseFigureOptions(['--address', '?', '--columns', '1, 3', ...OUT]);
  expect(request.columns).toEqual([1, 3]);
});

test('the server of an address does not matter', () => {
  const address = 'http://localhost:4173/?seq=dog&frame=3';
  const { subject } = parseFigureOptions(['--address', address, ...OUT]);
  expect(subject).toEqual({ kind: 'address', search: '?seq=dog&frame=3' });
});

test.each([
  [['--address', '?'], '--out FILE is missing'],
  [['--address', '?', '--out', 'figure.jpg'], 'ends in one of .png, .svg, .pdf'],
  [OUT, "--run FILE or --address '?…' is missing"],
  [['--run', 'a', '--address', '?', ...OUT], 'exclude each other'],
  [['--address', 'dog', ...OUT], 'has no question mark'],
  [['--address', '?cols=x266', ...OUT], 'x266'],
  [['--address', '?', '--rows', 'all', ...OUT], 'which frames'],
  [['--address', '?', '--rows', '3', '--preset', '1', ...OUT], 'exclude each other'],
  [['--address', '?', '--preset', '4', ...OUT], 'choose one of 1, 2, 3'],
  [['--address', '?', '--columns', 'truth', ...OUT], 'which columns'],
  [['--address', '?', '--columns', '1', '--published', ...OUT], 'excludes --published'],
  [['--address', '?', '--size', 'three', ...OUT], 'choose one of one, two'],
  [['--address', '?', '--crop', '1,2', ...OUT], 'not a part of the frame'],
])('%j is refused', (args, message) => {
  expect(() => parseFigureOptions(args)).toThrow(message);
});
