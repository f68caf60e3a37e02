import { expect, test } from 'vitest';
import type { VideoStream } from '../codec/encodedVideo.ts';
import { madeUpBlocks } from '../hevc/testing/madeUpBlocks.ts';
import { Problem } from '../problem.ts';
import {
  assertBlocksKnown,
  BlockReading,
  blocksKnown,
  blocksProblem,
  knownPicture,
} from './blockReading.ts';
import { columnsOf } from './testing/madeUpColumns.ts';

const SIZE = { width: 64, height: 64 };

function made() {
  const video = { title: 'a.mkv', codec: 'HEVC', file: new Blob([]) } as unknown as VideoStream;
  const [column] = columnsOf('x265@45');
  if (!column) throw new Error('no column');
  return { video, column: { ...column, video } };
}

const read = (blocks = madeUpBlocks([{ x: 0, y: 0, size: 64, mode: 'skip' }])) => ({
  blocks,
  fault: null,
});

test('the frame on the screen is read first, then those after it, then those before', async () => {
  const { video, column } = made();
  const places: number[] = [];
  const reading = new BlockReading({
    read: async (_, place) => {
      places.push(place);
      return read();
    },
  });
  reading.want([{ video, frames: 5 }], 3);
  await blocksKnown([column], [0, 1, 2, 3, 4]);
  expect(places).toEqual([3, 4, 0, 1, 2]);
  expect(knownPicture(video, 0)?.blocks).not.toBeNull();
  expect(() => assertBlocksKnown([column], [0, 4])).not.toThrow();
});

test('another frame on the screen is next', async () => {
  const { video, column } = made();
  const places: number[] = [];
  const reading: BlockReading = new BlockReading({
    read: async (_, place) => {
      places.push(place);
      if (place === 0) reading.want([{ video, frames: 6 }], 4);
      return read();
    },
  });
  reading.want([{ video, frames: 6 }], 0);
  await blocksKnown([column], [0, 1, 2, 3, 4, 5]);
  expect(places.slice(0, 3)).toEqual([0, 4, 5]);
});

test('why a picture has no blocks is said with its frame, and others go on', async () => {
  const { video, column } = made();
  const reading = new BlockReading({
    read: async (_, place) =>
      place === 1 ? { blocks: null, fault: 'a slice has no data' } : read(),
  });
  reading.want([{ video, frames: 3 }], 0);
  expect(() => assertBlocksKnown([column], [0, 1, 2])).toThrow(/3 frames are not read yet/);
  await blocksKnown([column], [0, 1, 2]);
  expect(blocksProblem(video, 0, SIZE)).toBeNull();
  expect(blocksProblem(video, 1, SIZE)).toBe(
    'The blocks of frame 1 cannot be read: a slice has no data.',
  );
  expect(blocksProblem(video, 2, SIZE)).toBeNull();
});

test('pictures of another size are not drawn over the column, odd sides apart', async () => {
  const { video, column } = made();
  new BlockReading({ read: async () => read() }).want([{ video, frames: 1 }], 0);
  await blocksKnown([column], [0]);
  expect(blocksProblem(video, 0, { width: 63, height: 63 })).toBeNull();
  expect(blocksProblem(video, 0, { width: 60, height: 64 })).toMatch(/64×64.*60×64/);
});

test('a video that cannot be read at all says why, and is not tried again', async () => {
  const { video, column } = made();
  let calls = 0;
  const reading = new BlockReading({
    read: async () => {
      calls += 1;
      throw new Problem('a.mkv is encrypted: its blocks cannot be read.', 'Choose another.');
    },
  });
  reading.want([{ video, frames: 4 }], 0);
  await blocksKnown([column], [0, 1, 2, 3]);
  reading.want([{ video, frames: 4 }], 2);
  expect(blocksProblem(video, 2, SIZE)).toContain('a.mkv is encrypted');
  expect(calls).toBe(1);
});
