import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  MkvOutputFormat,
  Output,
} from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { hasNativeFfmpeg, NO_NATIVE_FFMPEG } from '../../testing/nativeFfmpeg.ts';
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

describe.skipIf(!hasNativeFfmpeg)(
  `the bare stream${hasNativeFfmpeg ? '' : ` (${NO_NATIVE_FFMPEG})`}`,
  () => {
    it('has as many bytes as ffmpeg writes', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'bare-stream-'));
      try {
        const run = (...parts: string[]) => {
          const { status } = spawnSync('ffmpeg', ['-v', 'error', ...parts], { cwd: folder });
          expect(status).toBe(0);
        };
        const source = ['-f', 'lavfi', '-i', 'testsrc2=size=160x96:rate=25', '-frames:v', '20'];
        const settings = ['-preset', 'veryfast', '-tune', 'zerolatency'];
        run(...source, '-c:v', 'libx265', ...settings, '-x265-params', 'crf=45:keyint=8', 'a.mkv');
        run('-i', 'a.mkv', '-c', 'copy', 'a.hevc');
        const file = new Uint8Array(readFileSync(join(folder, 'a.mkv')));
        const { streamBytes } = await readPackets(file, 20);
        expect(streamBytes).toBe(statSync(join(folder, 'a.hevc')).size);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  },
);
