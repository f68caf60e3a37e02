import { expect, test } from 'vitest';
import { COLUMN_KINDS } from '../results/columnSpec.ts';
import { columnLooks, LINE_STYLES } from './lineLook.ts';

test('eight columns of any kinds have eight different lines', () => {
  for (const kind of COLUMN_KINDS.slice(1)) {
    const drawn = columnLooks(Array.from({ length: 8 }, () => kind)).map((look) =>
      JSON.stringify(LINE_STYLES[look]),
    );
    expect(new Set(drawn).size).toBe(8);
  }
  expect(new Set(columnLooks(['original', 'imported', 'original', 'imported'])).size).toBe(4);
});

test('the first column of each kind has its usual line', () => {
  expect(columnLooks(['original', 'x265', 'ours', 'imported', 'ours'])).toEqual([
    'plain',
    'dashed',
    'accent',
    'dotted',
    'accent-dashed',
  ]);
});
