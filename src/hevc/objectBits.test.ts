import { expect, test } from 'vitest';
import { objectBits, objectShares, totalObjectBits } from './objectBits.ts';
import { madeUpBlocks } from './testing/madeUpBlocks.ts';

const SIZE = { width: 64, height: 64 };

/** Four coding units of 32×32; the object is exactly the one at the right and below. */
const UNITS = [
  { x: 0, y: 0, size: 32, mode: 'skip', bits: { motion: 10 } },
  { x: 32, y: 0, size: 32, mode: 'skip', bits: { motion: 20 } },
  { x: 0, y: 32, size: 32, mode: 'skip', bits: { motion: 30 } },
  { x: 32, y: 32, size: 32, mode: 'inter', bits: { motion: 100, luma: 240 } },
] as const;
const QUARTER = Uint8Array.from({ length: 4096 }, (_, at) => (at % 64 >= 32 && at >= 2048 ? 1 : 0));

test('an object that fills a coding unit has all of its bits', () => {
  const bits = objectBits(madeUpBlocks(UNITS), QUARTER, SIZE);
  const { inside, innerBorder } = bits;
  expect(inside.pixels + innerBorder.pixels).toBe(1024);
  expect(inside.bits + innerBorder.bits).toBeCloseTo(340, 9);
  expect(objectShares(bits)?.object).toEqual({ area: 0.25, bits: 0.85 });
});

test('a coding unit spreads its bits evenly over its pixels', () => {
  const { inside, innerBorder } = objectBits(madeUpBlocks(UNITS), QUARTER, SIZE);
  // 24×24 pixels are farther than eight from the boundary; the frame's edge is none.
  expect(inside).toEqual({ pixels: 576, bits: expect.closeTo((340 * 576) / 1024, 9) });
  expect(innerBorder).toEqual({ pixels: 448, bits: expect.closeTo((340 * 448) / 1024, 9) });
});

test('the regions cover the frame and all bits of the coding units, and nothing else', () => {
  const blocks = madeUpBlocks(UNITS);
  const regions = Object.values(objectBits(blocks, QUARTER, SIZE));
  const { side, residual, total } = blocks.bits;
  expect(regions.reduce((sum, { pixels }) => sum + pixels, 0)).toBe(4096);
  const counted = regions.reduce((sum, { bits }) => sum + bits, 0);
  expect(counted).toBeCloseTo(side + residual, 9);
  expect(counted).toBeLessThan(total);
});

test('what the encoder padded has no label: its units give their bits to what is shown', () => {
  const blocks = madeUpBlocks(UNITS, { shownWidth: 46, shownHeight: 64, cropLeft: 0 });
  const size = { width: 45, height: 64 };
  const map = new Uint8Array(45 * 64).fill(1);
  const { inside } = objectBits(blocks, map, size);
  expect(inside).toEqual({ pixels: 45 * 64, bits: expect.closeTo(400, 9) });
});

test('cropping at the left and the top moves the map', () => {
  const crop = { cropLeft: 32, cropTop: 32, shownWidth: 32, shownHeight: 32 };
  const size = { width: 32, height: 32 };
  const { inside } = objectBits(madeUpBlocks(UNITS, crop), new Uint8Array(1024).fill(1), size);
  expect(inside).toEqual({ pixels: 1024, bits: expect.closeTo(340, 9) });
});

test('masks of another size are refused', () => {
  const size = { width: 32, height: 64 };
  expect(() => objectBits(madeUpBlocks(UNITS), new Uint8Array(2048), size)).toThrow(
    'The video has pictures of 64×64, but the masks are 32×64.',
  );
});

test('frames add up; frames without an annotation count for nothing', () => {
  const frame = objectBits(madeUpBlocks(UNITS), QUARTER, SIZE);
  const total = totalObjectBits([null, frame, null, frame]);
  expect(total?.inside.pixels).toBe(2 * frame.inside.pixels);
  expect(total && objectShares(total)).toEqual(objectShares(frame));
  expect(totalObjectBits([null, null])).toBeNull();
});

test('the border and the object share the inner border, and the background is the rest', () => {
  const shares = objectShares(objectBits(madeUpBlocks(UNITS), QUARTER, SIZE));
  const { object, border, background } = shares ?? {};
  const inner = 448 / 4096;
  const areas = (object?.area ?? 0) + (border?.area ?? 0) + (background?.area ?? 0);
  expect(areas).toBeCloseTo(1 + inner, 9);
});

test('a picture without bits has no shares', () => {
  const silent = madeUpBlocks([{ x: 0, y: 0, size: 64, mode: 'skip' }]);
  expect(objectShares(objectBits(silent, QUARTER, SIZE))).toBeNull();
});
