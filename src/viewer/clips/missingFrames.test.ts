import { describe, expect, it } from 'vitest';
import { readyColumns } from '../testing/readyColumns.ts';
import { INITIAL_VIEW } from '../viewState.ts';
import { assertFramesThere, framesText } from './missingFrames.ts';

const columns = readyColumns('orig,x265@45', 10);
const [original, x265] = columns;
const unfinished = [original, x265 && { ...x265, mapsReady: [true, true, true] }].filter(
  (column) => column !== undefined,
);

describe('a clip', () => {
  it('is made of frames that are there', () => {
    assertFramesThere(columns, columns, INITIAL_VIEW, { first: 0, last: 9 });
    assertFramesThere(unfinished, unfinished, INITIAL_VIEW, { first: 0, last: 2 });
  });

  it('is refused with the columns and frames that have no masks yet', () => {
    const make = (layer: 'masks' | 'plain') => () =>
      assertFramesThere(unfinished, unfinished, { ...INITIAL_VIEW, layer }, { first: 1, last: 6 });
    expect(make('masks')).toThrow(
      'Not computed yet: frames 3–6 of x265. Wait until they are, or choose other frames.',
    );
    expect(make('plain')).not.toThrow();
  });

  it('is refused with the columns and frames whose pictures are not there', () => {
    const ready = [true, false, true, false, false];
    const partly = columns.map((column) => ({
      ...column,
      pictures: { ...column.pictures, ready },
    }));
    const plain = { ...INITIAL_VIEW, layer: 'plain' } as const;
    expect(() => assertFramesThere(partly, partly, plain, { first: 0, last: 4 })).toThrow(
      'Not computed yet: frames 1, 3–4 of Original, frames 1, 3–4 of x265.',
    );
  });
});

it('lists frames as ranges', () => {
  expect(framesText([3])).toBe('frame 3');
  expect(framesText([0, 1, 2, 5, 7, 8, 11, 13])).toBe('frames 0–2, 5, 7–8 and 2 more');
});
