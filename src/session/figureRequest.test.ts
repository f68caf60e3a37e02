import { expect, test } from 'vitest';
import { formatCrop, formatRows, parseCrop, parseRows } from './figureRequest.ts';

test('rows are a number, frames, or the largest losses', () => {
  expect(parseRows('4')).toEqual({ kind: 'even', count: 4 });
  expect(parseRows(' loss:3')).toEqual({ kind: 'loss', count: 3 });
  expect(parseRows('10, 25,40')).toEqual({ kind: 'frames', frames: [10, 25, 40] });
  expect(parseRows('30,')).toEqual({ kind: 'frames', frames: [30] });
});

test('rows are read back as they are written', () => {
  for (const text of ['4', 'loss:3', '10,25,40', '30,']) {
    expect(formatRows(parseRows(text))).toBe(text);
  }
});

test('what names no rows is refused with the ways to name some', () => {
  for (const text of ['', 'all', '-3', '1.5', '1,,2', 'loss', 'loss:1,2']) {
    expect(() => parseRows(text), text).toThrow(`“${text}” does not say which frames`);
  }
  expect(() => parseRows('0')).toThrow('cannot have 0 rows');
  expect(() => parseRows('25')).toThrow('cannot have 25 rows. Choose 1 to 24');
});

test('a crop is four whole numbers', () => {
  expect(parseCrop('300, 120,160,90')).toEqual({ x: 300, y: 120, width: 160, height: 90 });
  expect(formatCrop(parseCrop('300,120,160,90'))).toBe('300,120,160,90');
  for (const text of ['', '1,2,3', '1,2,3,0', '1,2,3,4,5', '1.5,2,3,4', '-1,2,3,4']) {
    expect(() => parseCrop(text), text).toThrow('is not a part of the frame');
  }
});
