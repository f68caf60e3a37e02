import { expect, test } from 'vitest';
import { parseBlocksOptions } from './blocksOptions.ts';

test('a video and a file are given, and the units if they are wanted', () => {
  expect(parseBlocksOptions(['a.mkv', '--out', 'a.json'])).toEqual({
    video: 'a.mkv',
    out: 'a.json',
    units: false,
  });
  expect(parseBlocksOptions(['--units', '--out', 'a.json', 'a.mkv'])).toMatchObject({
    units: true,
  });
});

test.each([
  [[], 'VIDEO is missing'],
  [['a.mkv'], '--out FILE.json is missing'],
  [['a.mkv', '--out', ''], '--out FILE.json is missing'],
  [['a.mkv', 'b.mkv', '--out', 'a.json'], 'Only one video is read at a time, not b.mkv too.'],
  [['a.mkv', '--all'], '--all'],
])('%j is refused with a message that contains it', (args, message) => {
  expect(() => parseBlocksOptions(args)).toThrow(message);
});
