import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { PictureBlocks } from '../../hevc/pictureBlocks.ts';
import { StreamBlocks } from '../../hevc/streamBlocks.ts';
import { madeUpBlocks } from '../../hevc/testing/madeUpBlocks.ts';
import { NO_BLOCKS } from '../blockLook.ts';
import { rangesOf } from '../blockRanges.ts';
import { blockShapes } from './blockShapes.ts';
import { intraShape } from './intraShape.ts';
import { SHAPE_BYTES, type ShapeList } from './shapeList.ts';

/** The shapes as numbers: x, y, width and height, or two points. */
function numbersOf(shapes: ShapeList): number[][] {
  const view = new DataView(shapes.data.buffer, shapes.data.byteOffset);
  return Array.from({ length: shapes.count }, (_, shape) =>
    [0, 4, 8, 12].map((at) => view.getFloat32(shape * SHAPE_BYTES + at, true)),
  );
}

async function realPicture(place: number): Promise<PictureBlocks> {
  const data = new Blob([readFileSync('e2e/fixtures/kvazaar-reef-crossing.hevc')]);
  const stream = await StreamBlocks.open({ name: 'kvazaar.hevc', data });
  const { blocks } = stream.read(place);
  if (!blocks) throw new Error('the fixture is damaged');
  return blocks;
}

test.each(['mode', 'qp', 'bits'] as const)(
  'the fills of %s cover the picture once',
  async (fill) => {
    const blocks = await realPicture(1);
    const { fills } = blockShapes(blocks, { ...NO_BLOCKS, blockFill: fill }, rangesOf(blocks));
    const covered = new Uint8Array(blocks.width * blocks.height);
    for (const [x = 0, y = 0, width = 0, height = 0] of numbersOf(fills)) {
      for (let row = y; row < y + height; row++) {
        for (let at = row * blocks.width + x; at < row * blocks.width + x + width; at++) {
          covered[at] = (covered[at] ?? 0) + 1;
        }
      }
    }
    expect(covered.every((count) => count === 1)).toBe(true);
  },
);

test('a block has its border where it is, without the cropped part', () => {
  const blocks = madeUpBlocks([{ x: 16, y: 32, size: 16, mode: 'intra' }], {
    cropLeft: 4,
    cropTop: 8,
  });
  const { grid } = blockShapes(blocks, { ...NO_BLOCKS, blockGrid: 'coding' }, rangesOf(blocks));
  expect(numbersOf(grid)).toEqual([
    [12, 24, 28, 24],
    [12, 24, 12, 40],
  ]);
});

test('a vector leads from the middle of its block to where it is copied from', async () => {
  const blocks = await realPicture(2);
  const { vectors } = blockShapes(blocks, { ...NO_BLOCKS, blockVectors: true }, rangesOf(blocks));
  const { prediction } = blocks;
  const expected = Array.from({ length: prediction.count }, (_, unit) => unit)
    .flatMap((unit) => [
      [unit, 0],
      [unit, 1],
    ])
    .filter(([unit = 0, list = 0]) => (prediction.reference[2 * unit + list] ?? -1) >= 0)
    .map(([unit = 0, list = 0]) => {
      const x = (prediction.x[unit] ?? 0) + (prediction.width[unit] ?? 0) / 2;
      const y = (prediction.y[unit] ?? 0) + (prediction.height[unit] ?? 0) / 2;
      const across = (prediction.vector[4 * unit + 2 * list] ?? 0) / 4;
      const down = (prediction.vector[4 * unit + 2 * list + 1] ?? 0) / 4;
      return [x, y, x + across, y + down];
    });
  expect(expected.length).toBeGreaterThan(0);
  expect(numbersOf(vectors)).toEqual(expected);
});

test('intra directions point to where the pixels come from', () => {
  const way = (mode: number) => {
    const [line] = intraShape(mode);
    if (!line) throw new Error('no line');
    const [fromX, fromY, toX, toY] = line;
    return [Math.sign(Math.round(100 * (toX - fromX))), Math.sign(Math.round(100 * (toY - fromY)))];
  };
  expect([10, 26, 18].map(way).map(([x, y]) => [Math.abs(x ?? 0), Math.abs(y ?? 0)])).toEqual([
    [1, 0],
    [0, 1],
    [1, 1],
  ]);
  // 2 and 34 lie on the rising diagonal, 18 on the falling one.
  expect([2, 18, 34].map(way).map(([x = 0, y = 0]) => x * y)).toEqual([-1, 1, -1]);
  expect(intraShape(0)).toHaveLength(4);
  expect(intraShape(1).length).toBeGreaterThan(8);
});
