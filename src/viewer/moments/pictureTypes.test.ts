import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { VideoStream } from '../../codec/encodedVideo.ts';
import { StreamBlocks } from '../../hevc/streamBlocks.ts';
import { madeUpBlocks } from '../../hevc/testing/madeUpBlocks.ts';
import { BlockReading, blocksKnown } from '../blockReading.ts';
import { columnsOf } from '../testing/madeUpColumns.ts';
import { pictureTypes, typesSummary } from './pictureTypes.ts';

const FRAMES = 3;

test('types and references of a stream are those of its pictures', async () => {
  const file = new Blob([readFileSync('e2e/fixtures/kvazaar-reef-crossing.hevc')]);
  const stream = await StreamBlocks.open({ name: 'kvazaar.hevc', data: file });
  const video = { title: 'kvazaar.hevc', codec: 'HEVC', file } as unknown as VideoStream;
  const [made] = columnsOf('x265@45');
  if (!made) throw new Error('no column');
  const column = { ...made, video };
  expect(pictureTypes(column, FRAMES)).toEqual([null, null, null]);
  expect(typesSummary('x', pictureTypes(column, FRAMES))).toContain('none is known');
  const reading = new BlockReading({ read: async (_, place) => stream.read(place) });
  reading.want([{ video, frames: FRAMES }], 1);
  await blocksKnown(() => [column]);
  const types = pictureTypes(column, FRAMES);
  expect(types[0]).toEqual({ type: 'I', isReference: true, uses: [] });
  expect(types.slice(1).every((picture) => (picture?.uses.length ?? 0) > 0)).toBe(true);
  expect(typesSummary('x', types)).toMatch(/1 I, \d P and \d B in 3 frames/);
});

test('references lead to the key frame before, not to a nearer one with the same count', async () => {
  const file = new Blob([]);
  const video = { title: 'a.mkv', codec: 'HEVC', file } as unknown as VideoStream;
  const [made] = columnsOf('x265@45');
  if (!made) throw new Error('no column');
  const column = { ...made, video };
  // Two groups of four pictures; each P picture is predicted from the first of its group.
  const read = async (_: unknown, place: number) => {
    const order = place % 4;
    const unit = { x: 0, y: 0, size: 64, mode: order === 0 ? 'intra' : 'skip' } as const;
    const slice = { qp: 30, address: 0 } as const;
    const blocks = madeUpBlocks([unit], {
      order,
      type: order === 0 ? 'I' : 'P',
      slices: [
        order === 0
          ? { ...slice, type: 'I', references: [[], []] }
          : { ...slice, type: 'P', references: [[0], []] },
      ],
    });
    return { blocks, fault: null };
  };
  new BlockReading({ read }).want([{ video, frames: 8 }], 0);
  await blocksKnown(() => [column]);
  const used = pictureTypes(column, 8).map((picture) => picture?.uses.map(({ frame }) => frame));
  expect(used).toEqual([[], [0], [0], [0], [], [4], [4], [4]]);
});
