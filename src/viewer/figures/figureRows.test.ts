import { expect, test } from 'vitest';
import { columnsOf, scoresOf } from '../testing/madeUpColumns.ts';
import { assertComputed, figureRows } from './figureRows.ts';

const even = (count: number, frameCount: number) =>
  figureRows({ kind: 'even', count }, frameCount, []);

test('even rows are the middles of equal parts, each once', () => {
  expect(even(3, 60)).toEqual([10, 30, 50]);
  expect(even(1, 60)).toEqual([30]);
  expect(even(4, 4)).toEqual([0, 1, 2, 3]);
  expect(even(9, 3)).toEqual([0, 1, 2]);
});

test('even rows have the first frame only if they are more than half of the frames', () => {
  for (const frameCount of [4, 5, 60, 61]) {
    for (let count = 1; count <= frameCount; count++) {
      expect(even(count, frameCount).includes(0)).toBe(count > frameCount / 2);
    }
  }
});

test('rows chosen by hand keep their order', () => {
  const rows = { kind: 'frames', frames: [40, 3, 40] } as const;
  expect(figureRows(rows, 60, [])).toEqual([40, 3]);
});

test('a frame that the sequence does not have is named', () => {
  expect(() => figureRows({ kind: 'frames', frames: [3, 60, 99] }, 60, [])).toThrow(
    'There is no frame 60, 99: the sequence has 60 frames. Choose frames from 0 to 59.',
  );
  expect(() => even(3, 0)).toThrow('There is no sequence');
});

test('the largest losses are not neighbours, and ascend', () => {
  const scored = (x265: readonly number[]) =>
    columnsOf('orig,x265@45').map((column, index) => ({
      ...column,
      scores: index === 0 ? scoresOf(...x265.map(() => 1)) : scoresOf(...x265),
    }));
  const rows = { kind: 'loss', count: 2 } as const;
  const columns = scored([1, 0.8, 0.4, 0.3, 0.2, 0.9, 0.9, 0.5, 0.9, 0.9]);
  expect(figureRows(rows, 10, columns)).toEqual([2, 4]);
  expect(figureRows({ kind: 'loss', count: 1 }, 10, columns)).toEqual([4]);
  expect(() => figureRows(rows, 10, columnsOf('orig,ours@48'))).toThrow('is not known');
  expect(() => figureRows(rows, 10, scored([0.5]))).toThrow('known for 1 of 10 frames');
});

test('what is not computed yet is named by frame and column', () => {
  const [original, x265] = columnsOf('orig,x265@45');
  if (!original || !x265) throw new Error('no columns');
  const ready = (...is: readonly boolean[]) => ({ frames: null, ready: is, quality: [] });
  const named = [
    {
      column: { ...original, pictures: ready(true, true), mapsReady: [true, true] },
      name: 'Original',
      enhancement: true,
    },
    {
      column: { ...x265, decoded: ready(true, true), pictures: ready(true), mapsReady: [true] },
      name: 'x265 CRF 45',
      enhancement: true,
    },
  ];
  expect(() => assertComputed([0], named)).not.toThrow();
  expect(() => assertComputed([0, 1, 2], named)).toThrow(
    'Not computed yet: frame 2 of Original; frames 1, 2 of x265 CRF 45. Wait until they are',
  );
});
