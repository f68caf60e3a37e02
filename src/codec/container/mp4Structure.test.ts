import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import { beforeAll, describe, expect, it } from 'vitest';
import { readMp4Structure } from './mp4Structure.ts';

/** A box's type (4 bytes) is followed by version and flags (4 bytes), then by its fields. */
const FIELDS = 8;

describe('the structure of an MP4 file', () => {
  let file: Uint8Array<ArrayBuffer>;
  let front: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    file = await mp4(false);
    front = await mp4('in-memory');
  });
  const read = (...parts: BlobPart[]) => readMp4Structure({ name: 'v.mp4', data: new Blob(parts) });

  it('gives its tracks and its length', async () => {
    const video = { id: 1, kind: 'video', shown: null };
    for (const bytes of [file, front]) {
      expect(await read(bytes)).toEqual({ tracks: [video], extras: [], bytes: bytes.length });
    }
  });

  it('ends before what is no box, if the movie is there', async () => {
    expect((await read(front, new Uint8Array(4096)))?.bytes).toBe(front.length);
    for (const text of [
      'Some text that is no box.',
      'TAGA title of a song',
      '{"device":"phone"}',
    ]) {
      expect((await read(front, text))?.bytes).toBe(front.length);
    }
  });

  it.each([
    ['stts', 4, 'a sample count'],
    ['stsc', 4, 'the first chunk'],
    ['stsc', 8, 'samples per chunk'],
  ])('is refused with billions in %s at byte %i (%s)', async (type, field) => {
    const damaged = file.slice();
    damaged[Buffer.from(file).indexOf(type) + FIELDS + field] = 0x80;
    await expect(read(damaged)).rejects.toThrow('its sample tables contradict each other');
  });

  it.each(['stts', 'stsc', 'stsz', 'stco'])('is refused if %s says it is longer', async (type) => {
    const damaged = file.slice();
    const at = Buffer.from(file).indexOf(type) + FIELDS + (type === 'stsz' ? 4 : 0);
    damaged[at] = 0x80;
    await expect(read(damaged)).rejects.toThrow('its sample tables contradict each other');
    const size = file.slice();
    size[Buffer.from(file).indexOf(type) - 4] = 0x80;
    await expect(read(size)).rejects.toThrow('a box is longer than what contains it');
  });

  it('says that it is cut off, and how many pictures there are if it knows', async () => {
    const cut = read(front.subarray(0, front.length - 40));
    await expect(cut).rejects.toThrow(
      'v.mp4 is cut off. It has 3 complete pictures up to there. Copy or download it again, or save',
    );
    await expect(read(file.subarray(0, file.length - 40))).rejects.toThrow('v.mp4 is cut off.');
  });

  it('is refused if there are zeros where its movie should be', async () => {
    const damaged = file.slice();
    damaged.fill(0, Buffer.from(file).indexOf('moov') - 4);
    await expect(read(damaged)).rejects.toThrow(
      /v\.mp4 is damaged at byte \d+: no box starts there/,
    );
  });

  it('is refused if it is nothing but headers', async () => {
    const empty = [0, 0, 0, 8, ...new TextEncoder().encode('free')];
    const boxes = Uint8Array.from({ length: 8 * 70_000 }, (_, at) => empty[at % 8] ?? 0);
    await expect(read(boxes)).rejects.toThrow('it consists of 65537 boxes up to there');
  });

  it('is not read in other files', async () => {
    expect(await read()).toBeNull();
    expect(await read('This is no video.')).toBeNull();
  });
});

async function mp4(fastStart: false | 'in-memory'): Promise<Uint8Array<ArrayBuffer>> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart }), target });
  const source = new EncodedVideoPacketSource('vp9');
  output.addVideoTrack(source);
  await output.start();
  const decoderConfig = { codec: 'vp09.00.10.08', codedWidth: 16, codedHeight: 16 };
  for (let second = 0; second < 5; second++) {
    await source.add(new EncodedPacket(new Uint8Array(30), 'key', second, 1), { decoderConfig });
  }
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}
