import { expect, test } from 'vitest';
import type { ShownPicture } from '../../rendering/shownPicture.ts';
import { allocateFrames, framePlanes } from '../../sequence/frames.ts';
import { allocateLabelMaps, labelMap } from '../../sequence/labelMaps.ts';
import { pixelFacts } from './pixelFacts.ts';

const size = { width: 5, height: 3 };

function frames(luma: number, chroma: number) {
  const made = allocateFrames(size, 2);
  const { y, u, v } = framePlanes(made, 1);
  y.fill(luma);
  u.fill(chroma);
  v.fill(chroma + 1);
  return made;
}

function maps(...ids: readonly number[]) {
  const made = allocateLabelMaps(size, 2);
  labelMap(made, 1).set(ids);
  return made;
}

const picture: ShownPicture = {
  index: 1,
  frames: frames(100, 128),
  maps: maps(0, 1, 0, 2, 2),
  original: frames(103, 126),
  truth: maps(0, 1, 1, 0, 255),
  changes: null,
  blocks: null,
};

test('samples, and their difference to the original', () => {
  expect(pixelFacts(picture, 4, 2)).toMatchObject({
    ...{ yuv: [100, 128, 129], difference: [-3, 2, 2] },
  });
  expect(pixelFacts({ ...picture, original: null }, 0, 0).difference).toBeNull();
});

test('chroma samples belong to four pixels each, also at odd edges', () => {
  const drawn = frames(16, 0);
  framePlanes(drawn, 1).u.set([10, 11, 12, 13, 14, 15]);
  const u = (x: number, y: number) => pixelFacts({ ...picture, frames: drawn }, x, y).yuv[1];
  expect([u(0, 0), u(1, 1), u(2, 0), u(4, 1), u(4, 2)]).toEqual([10, 10, 11, 12, 15]);
});

test.each([
  [0, 'background'],
  [1, 'hit'],
  [2, 'miss'],
  [3, 'false alarm'],
  [4, 'false alarm'],
])('the label at %d is a %s', (x, verdict) => {
  expect(pixelFacts(picture, x, 0).verdict).toBe(verdict);
});

test('another object is the wrong one', () => {
  expect(pixelFacts({ ...picture, truth: maps(0, 2) }, 1, 0).verdict).toBe('wrong object');
});

test('without masks or ground truth there is no verdict', () => {
  expect(pixelFacts({ ...picture, maps: null }, 1, 0)).toMatchObject({
    ...{ label: null, verdict: null },
  });
  expect(pixelFacts({ ...picture, truth: null }, 1, 0)).toMatchObject({
    ...{ label: 1, verdict: null },
  });
});
