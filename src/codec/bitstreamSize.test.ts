import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { hasNativeFfmpeg, NO_NATIVE_FFMPEG } from '../testing/nativeFfmpeg.ts';
import { bitstreamSize } from './bitstreamSize.ts';
import { LOW_DELAY } from './testing/vvcStreams.fixture.ts';

const file = (name: string, ...parts: BlobPart[]) => ({ name, data: new Blob(parts) });

it.each(['b.266', 'b.vvc', 'str.bin', 'str.bit'])(
  'splits VVC in %s into pictures',
  async (name) => {
    const size = await bitstreamSize(file(name, LOW_DELAY.stream), 9);
    expect(size).toMatchObject({ bytes: LOW_DELAY.stream.length, wholeBecause: null });
    expect(size.packets).toHaveLength(9);
  },
);

const suite = 'HEVC is recognised in .bit and .bin files';

it.skipIf(!hasNativeFfmpeg)(
  hasNativeFfmpeg ? suite : `${suite} (skipped: ${NO_NATIVE_FFMPEG})`,
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

it.each(['video.obu', 'video.bin'])('counts the whole file for another codec: %s', async (name) => {
  const size = await bitstreamSize(file(name, new Uint8Array(1000)), 9);
  expect(size).toMatchObject({ bytes: 1000, packets: null, headerBytes: null });
  expect(size.wholeBecause).toContain(name);
});

it('refuses damaged VVC with a VVC extension; otherwise counts the whole file', async () => {
  // Cut off inside the first parameter sets.
  const damaged = LOW_DELAY.stream.slice(0, 20);
  await expect(bitstreamSize(file('b.266', damaged), 9)).rejects.toThrow(/^b\.266 /);
  const size = await bitstreamSize(file('b.bit', damaged), 9);
  expect(size).toMatchObject({ bytes: 20, packets: null });
  expect(size.wholeBecause).toBe(
    'b.bit cannot be read as VVC or HEVC, so it cannot be split into pictures.',
  );
});

it('refuses a file that can no longer be read', async () => {
  const data = new Blob([LOW_DELAY.stream]);
  data.arrayBuffer = data.slice = () => {
    throw new DOMException('A requested file could not be found.', 'NotFoundError');
  };
  await expect(bitstreamSize({ name: 'b.bit', data }, 9)).rejects.toThrow(/^b\.bit /);
});

it('refuses a bitstream with a different number of pictures, and an empty one', async () => {
  await expect(bitstreamSize(file('b.266', LOW_DELAY.stream), 10)).rejects.toThrow(
    'b.266 has 9 pictures, but 10 frames were imported.',
  );
  await expect(bitstreamSize(file('b.266'), 9)).rejects.toThrow('b.266 is empty.');
});
