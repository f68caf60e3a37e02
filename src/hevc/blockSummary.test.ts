import { expect, test } from 'vitest';
import { summarize } from './blockSummary.ts';
import { madeUpBlocks } from './testing/madeUpBlocks.ts';

/** A quarter each: skipped, merged, with vectors of its own, intra. */
const FOUR = madeUpBlocks([
  { x: 0, y: 0, size: 32, mode: 'skip', qp: 40, bits: { motion: 2 } },
  { x: 32, y: 0, size: 32, mode: 'inter', isMerged: true, qp: 40, bits: { mode: 3, luma: 5 } },
  { x: 0, y: 32, size: 32, mode: 'inter', partition: '2NxN', qp: 30, bits: { motion: 20 } },
  { x: 32, y: 32, size: 32, mode: 'intra', intraMode: 26, qp: 30, bits: { intra: 6, chroma: 4 } },
]);

test('the areas of skip, merge, inter and intra cover the picture', () => {
  const { area, read } = summarize(FOUR);
  expect(area).toEqual({ skip: 0.25, merge: 0.25, inter: 0.25, intra: 0.25 });
  expect(read).toBe(1);
});

test('units are counted by mode, by size from large to small, and by partition', () => {
  const units = [
    { x: 0, y: 0, size: 16, mode: 'intra' },
    { x: 32, y: 0, size: 32, mode: 'inter', partition: 'nLx2N' },
    { x: 0, y: 32, size: 32, mode: 'skip' },
  ] as const;
  const { sizes, modes, partitions, read } = summarize(madeUpBlocks(units));
  expect(modes.skip).toEqual({ count: 1, area: 0.25 });
  expect(sizes.map(({ size, count, area }) => [size, count, area])).toEqual([
    [32, 2, 0.5],
    [16, 1, 1 / 16],
  ]);
  expect(sizes[1]?.modes.intra).toEqual({ count: 1, area: 1 / 16 });
  // A skipped unit is never divided.
  expect(partitions).toMatchObject({ '2Nx2N': 1, nLx2N: 1, NxN: 0 });
  // The rest of this picture could not be read.
  expect(read).toBe(0.5 + 1 / 16);
});

test('intra directions are shares of the picture', () => {
  const { intra } = summarize(FOUR);
  expect(intra.angular).toEqual({ count: 1, area: 0.25 });
  expect(intra.planar.count + intra.dc.count + intra.pcm.count).toBe(0);
  expect(intra.modes[26]).toBe(0.25);
});

test('the mean QP counts each pixel once', () => {
  const units = [
    { x: 0, y: 0, size: 32, mode: 'skip', qp: 20 },
    { x: 32, y: 0, size: 16, mode: 'skip', qp: 40 },
  ] as const;
  expect(summarize(madeUpBlocks(units)).qp).toEqual({ mean: 24, least: 20, most: 40 });
  expect(summarize(madeUpBlocks([])).qp).toBeNull();
});

test('bits are counted by kind, by mode and by type of slice', () => {
  const { bitKinds, modeBits, slices } = summarize(FOUR);
  expect(bitKinds).toMatchObject({ motion: 22, mode: 3, intra: 6, luma: 5, chroma: 4, split: 0 });
  expect(modeBits).toEqual({ skip: 2, inter: 28, intra: 10 });
  expect(slices).toEqual({
    I: { count: 0, bits: 0 },
    P: { count: 1, bits: 40 },
    B: { count: 0, bits: 0 },
  });
});

test('bits of a picture with several slices belong to the slice of each block', () => {
  const units = [
    { x: 0, y: 0, size: 64, mode: 'intra', bits: { luma: 100 } },
    { x: 64, y: 0, size: 64, mode: 'skip', bits: { motion: 1 } },
  ] as const;
  const slice = { qp: 30, references: [[], []] } as const;
  const { slices } = summarize(
    madeUpBlocks(units, {
      width: 128,
      slices: [
        { ...slice, type: 'I', address: 0 },
        { ...slice, type: 'P', address: 1 },
      ],
      sliceOf: Uint16Array.of(0, 1),
      adaptiveOffsets: {
        luma: new Uint8Array(2),
        chroma: new Uint8Array(2),
        bits: Float32Array.of(7, 8),
      },
    }),
  );
  expect(slices.I).toEqual({ count: 1, bits: 107 });
  expect(slices.P).toEqual({ count: 1, bits: 9 });
});
