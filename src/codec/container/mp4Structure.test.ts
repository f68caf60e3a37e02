import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkMp4 } from './mp4Structure.ts';

/** A box's type (4 bytes) is followed by version and flags (4 bytes), then by its fields. */
const FIELDS = 8;

describe('the tables of an MP4 file', () => {
  let file: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    file = await mp4();
  });
  const check = (...parts: BlobPart[]) => checkMp4({ name: 'v.mp4', data: new Blob(parts) });

  it('are accepted as written', async () => {
    await check(file);
  });

  it.each([
    ['stts', 4, 'a sample count'],
    ['stsc', 4, 'the first chunk'],
    ['stsc', 8, 'samples per chunk'],
  ])('are refused with billions in %s at byte %i (%s)', async (type, field) => {
    const damaged = file.slice();
    damaged[Buffer.from(file).indexOf(type) + FIELDS + field] = 0x80;
    await expect(check(damaged)).rejects.toThrow(
      'v.mp4 is damaged: its sample tables contradict each other.',
    );
  });

  it('are not checked in other files, nor if they are cut off', async () => {
    await check();
    await check('This is no video.');
    await check(file.subarray(0, Buffer.from(file).indexOf('stts') + 6));
  });
});

async function mp4(): Promise<Uint8Array<ArrayBuffer>> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat(), target });
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
