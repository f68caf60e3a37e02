import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  MkvOutputFormat,
  Output,
} from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { readPackets } from './packets.ts';

/** A Matroska file with pictures of these sizes in bytes; every eighth is a key frame. */
async function matroska(sizes: readonly number[]): Promise<Uint8Array<ArrayBuffer>> {
  const target = new BufferTarget();
  const output = new Output({ format: new MkvOutputFormat(), target });
  const source = new EncodedVideoPacketSource('hevc');
  output.addVideoTrack(source, { frameRate: 25 });
  await output.start();
  for (const [index, bytes] of sizes.entries()) {
    const type = index % 8 === 0 ? 'key' : 'delta';
    await source.add(new EncodedPacket(new Uint8Array(bytes), type, index / 25, 1 / 25), {
      decoderConfig: {
        codec: 'hev1.1.6.L93.B0',
        codedWidth: 854,
        codedHeight: 480,
        description: new Uint8Array(23),
      },
    });
  }
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}

describe('readPackets', () => {
  const sizes = [900, 41, 42, 43, 44, 45, 46, 47, 800, 51];

  it('returns the size of each picture without the container’s bytes', async () => {
    const { packets, headerBytes } = await readPackets(await matroska(sizes), sizes.length);
    expect(packets.map(({ bytes }) => bytes)).toEqual(sizes);
    expect(packets.flatMap(({ key }, index) => (key ? [index] : []))).toEqual([0, 8]);
    expect(headerBytes).toBe(23);
  });

  it('refuses a file with a different number of pictures', async () => {
    await expect(readPackets(await matroska(sizes), 11)).rejects.toThrow(
      'The encoded video has 10 pictures instead of 11.',
    );
  });
});
