import { expect, test } from 'vitest';
import { INITIAL_FORM, presetForm, requestOf, withFrame } from './figureForm.ts';

const KEYS = ['a', 'b', 'c'];

test('a published figure has its rows and columns and keeps the width', () => {
  const form = presetForm({ ...INITIAL_FORM, size: 'one', chart: true }, 3);
  expect(requestOf(form, KEYS)).toEqual({
    rows: { kind: 'even', count: 3 },
    columns: 'published',
    ...{ size: 'one', crop: null, labels: true, chart: false },
  });
});

test('frames are added in order, and one alone is a frame', () => {
  const one = withFrame(INITIAL_FORM, 30);
  expect(requestOf(one, KEYS).rows).toEqual({ kind: 'frames', frames: [30] });
  expect(withFrame(withFrame(one, 7), 30).frames).toBe('7, 30');
});

test('columns are left out one by one, also ones that were added later are there', () => {
  const form = { ...INITIAL_FORM, columns: 'chosen', leftOut: ['b'] } as const;
  expect(requestOf(form, [...KEYS, 'd']).columns).toEqual([1, 3, 4]);
});

test('what makes no sense is a problem', () => {
  expect(() => requestOf({ ...INITIAL_FORM, rows: 'frames' }, KEYS)).toThrow('which frames');
  expect(() => requestOf({ ...INITIAL_FORM, inset: true, crop: '1, 2' }, KEYS)).toThrow(
    'not a part of the frame',
  );
});
