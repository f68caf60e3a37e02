import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { VideoStream } from '../../codec/encodedVideo.ts';
import { StreamBlocks } from '../../hevc/streamBlocks.ts';
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
  expect(typesSummary('x', pictureTypes(column, FRAMES))).toContain('nothing is known yet');
  const reading = new BlockReading({ read: async (_, place) => stream.read(place) });
  reading.want([{ video, frames: FRAMES }], 1);
  await blocksKnown([column], [0, 1, 2]);
  const types = pictureTypes(column, FRAMES);
  expect(types[0]).toEqual({ type: 'I', isReference: true, uses: [] });
  for (const [frame, picture] of types.entries()) {
    for (const { frame: used, share } of picture?.uses ?? []) {
      expect(used).not.toBe(frame);
      expect(share).toBeGreaterThan(0);
    }
  }
  expect(types.slice(1).every((picture) => (picture?.uses.length ?? 0) > 0)).toBe(true);
  expect(typesSummary('x', types)).toMatch(/1 I, \d P and \d B in 3 frames/);
});
