import { expect, it } from 'vitest';
import { bitstreamSize } from './bitstreamSize.ts';
import { LOW_DELAY } from './vvcStreams.fixture.ts';

const file = (name: string, ...parts: BlobPart[]) => ({ name, data: new Blob(parts) });

it.each(['b.266', 'b.vvc', 'str.bin', 'str.bit'])(
  'VVC in %s is split into pictures',
  async (name) => {
    const size = await bitstreamSize(file(name, LOW_DELAY.stream), 9);
    expect(size).toMatchObject({ bytes: LOW_DELAY.stream.length, wholeBecause: null });
    expect(size.packets).toHaveLength(9);
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

it('damaged VVC is refused where the name says VVC, else counted whole with the damage named', async () => {
  // Its first parameter set and all that follows lack their ends.
  const damaged = LOW_DELAY.stream.slice(0, 20);
  await expect(bitstreamSize(file('b.266', damaged), 9)).rejects.toThrow(/^b\.266 /);
  const size = await bitstreamSize(file('b.bit', damaged), 9);
  expect(size).toMatchObject({ bytes: 20, packets: null });
  expect(size.wholeBecause).toMatch(/^b\.bit (cannot be read as VVC|has no VVC pictures)/);
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
