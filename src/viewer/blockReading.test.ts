import { expect, test } from 'vitest';
import type { VideoStream } from '../codec/encodedVideo.ts';
import { madeUpBlocks } from '../hevc/testing/madeUpBlocks.ts';
import { Problem } from '../problem.ts';
import {
  assertBlocksThere,
  BlockReading,
  blocksKnown,
  blocksOf,
  blocksProblem,
} from './blockReading.ts';
import { columnsOf } from './testing/madeUpColumns.ts';

const SIZE = { width: 64, height: 64 };
const SCALED = { blockScale: 'picture' } as const;

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
  await blocksKnown(() => [column]);
  expect(places).toEqual([3, 4, 0, 1, 2]);
  expect(blocksOf(video, 0)).not.toBeNull();
  expect(() => assertBlocksThere([column], [column], [0, 4], SCALED)).not.toThrow();
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
  await blocksKnown(() => [column]);
  expect(places.slice(0, 3)).toEqual([0, 4, 5]);
});

test('why a picture has no blocks is said with its frame, and others go on', async () => {
  const { video, column } = made();
  const reading = new BlockReading({
    read: async (_, place) =>
      place === 1 ? { blocks: null, fault: 'a slice has no data' } : read(),
  });
  reading.want([{ video, frames: 3 }], 0);
  expect(() => assertBlocksThere([column], [column], [0, 1, 2], SCALED)).toThrow(
    /of 3 frames are not read yet/,
  );
  await blocksKnown(() => [column]);
  expect(blocksProblem(video, 0, SIZE)).toBeNull();
  expect(blocksProblem(video, 1, SIZE)).toBe(
    'The blocks of frame 1 of a.mkv cannot be read: a slice has no data.',
  );
  expect(blocksProblem(video, 2, SIZE)).toBeNull();
});

test('pictures of another size are not drawn over the column, odd sides apart', async () => {
  const { video, column } = made();
  new BlockReading({ read: async () => read() }).want([{ video, frames: 1 }], 0);
  await blocksKnown(() => [column]);
  expect(blocksProblem(video, 0, { width: 63, height: 63 })).toBeNull();
  expect(blocksProblem(video, 0, { width: 60, height: 64 })).toMatch(/64×64.*60×64/);
});

test('a scale over the sequence waits for all of it', async () => {
  const { video, column } = made();
  let release = () => {};
  const reading = new BlockReading({
    read: async (_, place) => {
      if (place === 1) await new Promise<void>((resolve) => (release = resolve));
      return read();
    },
  });
  reading.want([{ video, frames: 2 }], 0);
  await expect.poll(() => blocksOf(video, 0)).not.toBeNull();
  const check = (blockScale: 'picture' | 'sequence') => () =>
    assertBlocksThere([column], [column], [0], { blockScale });
  expect(check('picture')).not.toThrow();
  expect(check('sequence')).toThrow(/of all frames are not read yet/);
  release();
  await blocksKnown(() => [column]);
  expect(check('sequence')).not.toThrow();
});

test('a call that is cancelled with others of its worker is made again', async () => {
  const { video, column } = made();
  let calls = 0;
  const reading = new BlockReading({
    read: async () => {
      calls += 1;
      if (calls === 1) throw new DOMException('The task was cancelled.', 'AbortError');
      return read();
    },
  });
  reading.want([{ video, frames: 2 }], 0);
  await blocksKnown(() => [column]);
  expect(calls).toBe(3);
  expect(blocksProblem(video, 0, SIZE)).toBeNull();
});

test('a fault of a later frame is its own', async () => {
  const { video, column } = made();
  const reading = new BlockReading({
    read: async (_, place) => {
      if (place === 1) throw new Problem('The worker ended.', 'Try again.');
      return read();
    },
  });
  reading.want([{ video, frames: 3 }], 0);
  await blocksKnown(() => [column]);
  expect(blocksProblem(video, 0, SIZE)).toBeNull();
  expect(blocksProblem(video, 1, SIZE)).toContain('The worker ended.');
  expect(blocksProblem(video, 2, SIZE)).toBeNull();
});

test('a video that cannot be read at all says why, and is not tried again while it is wanted', async () => {
  const { video, column } = made();
  let calls = 0;
  const reading = new BlockReading({
    read: async () => {
      calls += 1;
      throw new Problem('a.mkv is encrypted: its blocks cannot be read.', 'Choose another.');
    },
  });
  reading.want([{ video, frames: 4 }], 0);
  await blocksKnown(() => [column]);
  reading.want([{ video, frames: 4 }], 2);
  expect(blocksProblem(video, 2, SIZE)).toContain('a.mkv is encrypted');
  expect(calls).toBe(1);
});
