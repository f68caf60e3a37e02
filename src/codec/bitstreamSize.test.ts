import { describe, expect, it } from 'vitest';
import { allocateFrames } from '../sequence/frames.ts';
import { bitstreamSize, importedBitsPerPixel, importedVideo } from './bitstreamSize.ts';
import { LOW_DELAY } from './vvcStreams.fixture.ts';

const frames = allocateFrames({ width: 64, height: 48 }, 9);

describe('bitstreamSize', () => {
  it.each(['b.266', 'b.vvc', 'str.bin', 'str.bit'])(
    'splits VVC in %s into pictures',
    async (name) => {
      const size = await bitstreamSize({ name, data: new Blob([LOW_DELAY.stream]) }, 9);
      expect(size.bytes).toBe(LOW_DELAY.stream.length);
      expect(size.packets).toHaveLength(9);
    },
  );

  it('knows of any other codec the file’s size alone', async () => {
    const data = new Blob([new Uint8Array(1000)]);
    for (const name of ['video.obu', 'video.bin']) {
      expect(await bitstreamSize({ name, data }, 9)).toEqual({
        bytes: 1000,
        packets: null,
        headerBytes: null,
      });
    }
  });

  it('refuses a bitstream of another number of pictures, and an empty one', async () => {
    await expect(
      bitstreamSize({ name: 'b.266', data: new Blob([LOW_DELAY.stream]) }, 10),
    ).rejects.toThrow('b.266 has 9 pictures, but 10 frames were imported.');
    await expect(bitstreamSize({ name: 'b.266', data: new Blob([]) }, 9)).rejects.toThrow(
      'b.266 is empty.',
    );
  });
});

describe('bits per pixel of an imported video', () => {
  it('counts the whole file where pictures cannot be told apart', () => {
    const video = importedVideo('a', frames, { bytes: 3456, packets: null, headerBytes: null });
    expect(importedBitsPerPixel(video)).toBe(1);
  });

  it('counts pictures without parameter sets where they can, as for x265', () => {
    const packets = Array.from({ length: 9 }, () => ({ bytes: 384, key: false }));
    const video = importedVideo('a', frames, { bytes: 4000, packets, headerBytes: 544 });
    expect(importedBitsPerPixel(video)).toBe(1);
  });

  it('is not known without a bitstream', () => {
    expect(importedBitsPerPixel(importedVideo('a', frames, null))).toBeNull();
  });
});
