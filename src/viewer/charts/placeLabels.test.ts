import { expect, test } from 'vitest';
import { placeLabels } from './placeLabels.ts';

const mark = (text: string, x: number, y: number) => ({ text, x, y, width: 60 });

test('a label is to the right of its point', () => {
  expect(placeLabels([mark('a', 100, 50)])).toEqual([{ text: 'a', x: 108, y: 50 }]);
});

test('a label avoids the points of other labels', () => {
  const [label] = placeLabels([mark('a', 100, 50), mark('b', 130, 52)]);
  expect(label).toEqual({ text: 'a', x: 32, y: 50 });
});

test('labels of crowded points do not overlap', () => {
  const marks = [0, 4, 8, 12].map((y) => mark(`at ${y}`, 100 + y, 50 + y));
  const placed = placeLabels(marks);
  for (const [index, a] of placed.entries()) {
    for (const b of placed.slice(index + 1)) {
      expect(Math.abs(a.y - b.y) >= 15 || Math.abs(a.x - b.x) >= 60).toBe(true);
    }
  }
});
