import { expect, test } from 'vitest';
import { allErrors, errorRate, maskErrors, totalMaskErrors } from './maskErrors.ts';
import { madeUpBlocks } from './testing/madeUpBlocks.ts';

const SIZE = { width: 64, height: 64 };

const BLOCKS = madeUpBlocks([
  { x: 0, y: 0, size: 32, mode: 'skip', qp: 50 },
  { x: 32, y: 0, size: 32, mode: 'inter', qp: 50 },
  { x: 0, y: 32, size: 32, mode: 'inter', hasResidual: true, qp: 40 },
  { x: 32, y: 32, size: 32, mode: 'intra', qp: 40 },
]);

/** The object is the left half of the original. */
const LEFT_HALF = Uint8Array.from({ length: 4096 }, (_, at) => (at % 64 < 32 ? 1 : 0));

test('a pixel is wrong where the labels differ, among those where either mask has an object', () => {
  // Eight columns too few: a quarter of the object is missing.
  const masks = Uint8Array.from({ length: 4096 }, (_, at) => (at % 64 < 24 ? 1 : 0));
  const { kinds } = maskErrors(BLOCKS, masks, LEFT_HALF, SIZE);
  expect(kinds.skipped).toEqual({ object: 1024, wrong: 256 });
  expect(kinds.withResidual).toEqual({ object: 1024, wrong: 256 });
  // No object there, in either mask.
  expect(kinds.withoutResidual).toEqual({ object: 0, wrong: 0 });
  expect(kinds.intra).toEqual({ object: 0, wrong: 0 });
});

test('pixels of an object where there is none count as object and as wrong', () => {
  const masks = Uint8Array.from({ length: 4096 }, (_, at) => (at % 64 < 40 ? 1 : 0));
  const { kinds } = maskErrors(BLOCKS, masks, LEFT_HALF, SIZE);
  expect(kinds.skipped).toEqual({ object: 1024, wrong: 0 });
  expect(kinds.withoutResidual).toEqual({ object: 256, wrong: 256 });
  expect(kinds.intra).toEqual({ object: 256, wrong: 256 });
});

test('an object with the label of another one is wrong', () => {
  const swapped = LEFT_HALF.map((label) => (label === 1 ? 2 : 0));
  expect(allErrors(maskErrors(BLOCKS, swapped, LEFT_HALF, SIZE))).toEqual({
    object: 2048,
    wrong: 2048,
  });
});

test('the same pixels are counted by QP', () => {
  const masks = Uint8Array.from({ length: 4096 }, (_, at) =>
    at < 1024 ? 0 : (LEFT_HALF[at] ?? 0),
  );
  expect(maskErrors(BLOCKS, masks, LEFT_HALF, SIZE).qps).toEqual([
    { qp: 40, object: 1024, wrong: 0 },
    { qp: 50, object: 1024, wrong: 512 },
  ]);
});

test('counts add up over frames, and the rate is that of all pixels together', () => {
  const right = maskErrors(BLOCKS, LEFT_HALF, LEFT_HALF, SIZE);
  const wrong = maskErrors(BLOCKS, new Uint8Array(4096), LEFT_HALF, SIZE);
  const total = totalMaskErrors([right, null, wrong]);
  expect(total?.kinds.skipped).toEqual({ object: 2048, wrong: 1024 });
  expect(total?.qps.map(({ qp }) => qp)).toEqual([40, 50]);
  expect(total && errorRate(allErrors(total))).toBe(0.5);
  expect(totalMaskErrors([null])).toBeNull();
  expect(errorRate({ object: 0, wrong: 0 })).toBeNull();
});
