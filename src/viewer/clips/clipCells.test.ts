import { describe, expect, it } from 'vitest';
import { pictureOf } from '../pictureOf.ts';
import { pairPictures } from '../pictures/pairPictures.ts';
import { scoresOf } from '../testing/madeUpColumns.ts';
import { readyColumns } from '../testing/readyColumns.ts';
import { INITIAL_VIEW, type Pair, type ViewState } from '../viewState.ts';
import { clipCells } from './clipCells.ts';

const scored = { scores: scoresOf(null, 0.5, 0.75, null) };
const columns = readyColumns('truth,orig,x265@45,ours@48', 4).map((column, index) =>
  index === 0 ? column : { ...column, ...scored },
);
const [, original, x265, ours] = columns;

function cells(view: Partial<ViewState>, all = columns) {
  return clipCells(all, { ...INITIAL_VIEW, ...view }, 4);
}

function pair(how: Pair['how']) {
  const keys = { first: x265?.key ?? '', second: ours?.key ?? '' };
  return cells({ pair: { ...keys, how, at: 0.25, pinned: false } });
}

describe('the pictures of a clip', () => {
  it('are all columns, labelled with name, CRF and J&F', () => {
    expect(cells({}).map(({ at }) => [at(1).left, at(1).right])).toEqual([
      ['Ground truth', ''],
      ['Original', 'J&F 0.625'],
      ['x265', 'CRF 45 · J&F 0.625'],
      ['Ours', 'CRF 48 · J&F 0.625'],
    ]);
  });

  it('have their CRF once, where it is in the name', () => {
    const two = readyColumns('x265@45,x265@37', 4);
    expect(cells({}, two).map(({ at }) => [at(0).left, at(0).right])).toEqual([
      ['x265 CRF 45', ''],
      ['x265 CRF 37', ''],
    ]);
  });

  it('are only the enlarged column, with the layer that it has of its own', () => {
    const key = ours?.key ?? '';
    const [cell, ...others] = cells({ enlarged: key, columnLayers: { [key]: 'spotlight' } });
    expect(others).toEqual([]);
    expect(cell?.columns).toEqual([ours]);
    expect(cell?.at(2).parts[0]).toMatchObject({ picture: { index: 2 }, from: 0 });
    expect(cell?.at(2).parts[0]?.look.layer).toBe('spotlight');
  });

  it('say that enhancement is switched off', () => {
    const right = cells({ enhancement: false }).map(({ at }) => at(0).right);
    expect(right[3]).toBe('not enhanced · CRF 48 · J&F 0.625');
  });

  it('carry the remark of the screen where a layer cannot be drawn', () => {
    const [picture] = cells(
      { layer: 'changes' },
      [original].filter((column) => !!column),
    );
    expect(picture?.at(0).note).toContain('no ground truth');
  });

  it('of a pair with a line are one, with both labels', () => {
    const [cell, ...others] = pair('wipe');
    expect(others).toEqual([]);
    const { parts, left, right } = cell?.at(3) ?? { parts: [] };
    expect(parts.map(({ picture, from }) => [picture.frames, from])).toEqual([
      [x265?.pictures.frames, 0],
      [ours?.pictures.frames, 0.25],
    ]);
    expect([left, right]).toEqual(['x265 · CRF 45 · J&F 0.625', 'Ours · CRF 48 · J&F 0.625']);
  });

  it('of a blinking pair alternate every half a second', () => {
    const [cell] = pair('blink');
    expect([0, 1, 2, 3].map((index) => cell?.at(index).left)).toEqual([
      'x265',
      'x265',
      'Ours',
      'Ours',
    ]);
  });

  it('of a compared pair are their difference, with the sign that it has on the screen', () => {
    const [part] = pair('difference')[0]?.at(1).parts ?? [];
    const first = x265 ? pictureOf(x265, columns, 1, INITIAL_VIEW) : null;
    const second = ours ? pictureOf(ours, columns, 1, INITIAL_VIEW) : null;
    const [shown] = pairPictures(
      {
        pair: { how: 'difference', at: 0.5 },
        ...{ first, second, looks: [INITIAL_VIEW, INITIAL_VIEW], isSecond: false },
      },
      { x: 0, y: 0, width: 8, height: 8 },
      { scale: 1, x: 0, y: 0 },
    );
    expect(part?.look.layer).toBe('difference');
    expect(part?.picture).toEqual(shown?.picture);
    expect(part?.picture.frames).toBe(ours?.pictures.frames);
    expect(part?.picture.original).toBe(x265?.pictures.frames);
  });
});
