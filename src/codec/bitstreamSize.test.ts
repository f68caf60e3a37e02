import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { hasNativeFfmpeg, NO_NATIVE_FFMPEG } from '../testing/nativeFfmpeg.ts';
import { bitstreamSize } from './bitstreamSize.ts';
import { LOW_DELAY } from './testing/vvcStreams.fixture.ts';

const file = (name: string, ...parts: BlobPart[]) => ({ name, data: new Blob(parts) });

it.each(['b.266', 'b.vvc', 'str.bin', 'str.bit'])(
  'VVC in %s is split into pictures',
  async (name) => {
    const size = await bitstreamSize(file(name, LOW_DELAY.stream), 9);
    expect(size).toMatchObject({ bytes: LOW_DELAY.stream.length, wholeBecause: null });
    expect(size.packets).toHaveLength(9);
  },
);

const ofX265 = 'HEVC in a file whose name does not say so';

it.skipIf(!hasNativeFfmpeg)(
  hasNativeFfmpeg ? `${ofX265} counts as in .hevc` : `${ofX265} (skipped: ${NO_NATIVE_FFMPEG})`,
  async () => {
    const pattern = 'testsrc2=size=64x64:rate=25,format=yuv420p';
    const input = ['-f', 'lavfi', '-i', pattern, '-frames:v', '5'];
    const output = ['-c:v', 'libx265', '-x265-params', 'log-level=none', '-f', 'hevc', '-'];
    const stream = Uint8Array.from(execFileSync('ffmpeg', ['-v', 'error', ...input, ...output]));
    const named = await bitstreamSize(file('b.hevc', stream), 5);
    expect(named.packets).toHaveLength(5);
    expect(await bitstreamSize(file('b.bit', stream), 5)).toEqual(named);
    await expect(bitstreamSize(file('b.bin', stream), 6)).rejects.toThrow(
      'b.bin has 5 pictures, but 6 frames were imported.',
    );
  },
);

it.each(['video.obu', 'video.bin'])(
  'of %s, another codec’s, the whole file counts',
  async (name) => {
    const size = await bitstreamSize(file(name, new Uint8Array(1000)), 9);
    expect(size).toMatchObject({ bytes: 1000, packets: null, headerBytes: null });
    expect(size.wholeBecause).toContain(name);
  },
);

it('damaged VVC is refused where the name says VVC, else counted whole: it may be of any codec', async () => {
  // Its first parameter set and all that follows lack their ends.
  const damaged = LOW_DELAY.stream.slice(0, 20);
  await expect(bitstreamSize(file('b.266', damaged), 9)).rejects.toThrow(/^b\.266 /);
  const size = await bitstreamSize(file('b.bit', damaged), 9);
  expect(size).toMatchObject({ bytes: 20, packets: null });
  expect(size.wholeBecause).toBe(
    'b.bit is neither VVC nor HEVC that can be read here, so its pictures are not told apart.',
  );
});

it('a file that is gone is refused, not counted', async () => {
  const data = new Blob([LOW_DELAY.stream]);
  data.arrayBuffer = data.slice = () => {
    throw new DOMException('A requested file could not be found.', 'NotFoundError');
  };
  await expect(bitstreamSize({ name: 'b.bit', data }, 9)).rejects.toThrow(/^b\.bit /);
});

it('a bitstream of another number of pictures, and an empty one, are refused', async () => {
  await expect(bitstreamSize(file('b.266', LOW_DELAY.stream), 10)).rejects.toThrow(
    'b.266 has 9 pictures, but 10 frames were imported.',
  );
  await expect(bitstreamSize(file('b.266'), 9)).rejects.toThrow('b.266 is empty.');
});
