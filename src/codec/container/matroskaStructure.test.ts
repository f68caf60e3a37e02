import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  MkvOutputFormat,
  Output,
} from 'mediabunny';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkMatroska } from './matroskaStructure.ts';

describe('the structure of a Matroska file', () => {
  let file: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    file = await matroska();
  });
  const check = (...parts: BlobPart[]) => checkMatroska({ name: 'v.mkv', data: new Blob(parts) });

  it('is accepted as written, and with a void element at the end', async () => {
    await check(file);
    await check(file, Uint8Array.of(0xec, 0x81, 0));
  });

  it('is refused if other bytes follow its elements', async () => {
    await expect(check(file, 'junk')).rejects.toThrow(
      `v.mkv is cut off or damaged: no Matroska element starts at byte ${file.length}.`,
    );
  });

  it('is refused if it ends inside an element’s header', async () => {
    await expect(check(file, Uint8Array.of(0x1f, 0x43, 0xb6, 0x75, 0x01, 0, 0, 0))).rejects.toThrow(
      'v.mkv is cut off or damaged',
    );
  });

  it('is not checked in other files', async () => {
    await check();
    await check('This is no video.');
  });
});

async function matroska(): Promise<Uint8Array<ArrayBuffer>> {
  const target = new BufferTarget();
  const output = new Output({ format: new MkvOutputFormat(), target });
  const source = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(source);
  await output.start();
  const decoderConfig = { codec: 'vp8', codedWidth: 16, codedHeight: 16 };
  for (let second = 0; second < 3; second++) {
    await source.add(new EncodedPacket(new Uint8Array(30), 'key', second, 1), { decoderConfig });
  }
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}
