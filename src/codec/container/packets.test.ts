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
import { readHevcStream } from '../bitstream/annexBStream.ts';
import { readContainer } from './containerStream.ts';
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
      await encoded(8, async (folder, run) => {
        run('-i', 'a.mkv', '-c', 'copy', 'a.hevc');
        const { streamBytes } = await readPackets(bytesOf(join(folder, 'a.mkv')), 20);
        expect(streamBytes).toBe(statSync(join(folder, 'a.hevc')).size);
      });
    });

    // With an interval of 1, x265 writes its headers into every packet as well.
    it.each([8, 1])('has the pictures that are counted, keyint %i', async (keyint) => {
      await encoded(keyint, async (folder, run) => {
        run('-i', 'a.mkv', '-c', 'copy', 'a.hevc');
        const data = bytesOf(join(folder, 'a.mkv'));
        const { packets } = await readPackets(data, 20);
        const imported = await readContainer({ name: 'a.mkv', data: new Blob([data]) });
        expect(imported.packets).toEqual(packets);
        const bare = readHevcStream('a.hevc', bytesOf(join(folder, 'a.hevc')));
        expect(bare.packets).toEqual(packets);
        // The headers alone have 2.3 kB.
        expect(packets.every(({ bytes }) => bytes < 2000)).toBe(true);
      });
    });
  },
);

/** Encodes 20 small pictures as `a.mkv` in a folder that is there until `use` has ended. */
async function encoded(
  keyint: number,
  use: (folder: string, run: (...parts: string[]) => void) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bare-stream-'));
  const run = (...parts: string[]) => {
    const { status } = spawnSync('ffmpeg', ['-v', 'error', ...parts], { cwd: folder });
    expect(status).toBe(0);
  };
  try {
    const source = ['-f', 'lavfi', '-i', 'testsrc2=size=160x96:rate=25', '-frames:v', '20'];
    const settings = ['-preset', 'veryfast', '-tune', 'zerolatency'];
    const x265 = ['-c:v', 'libx265', ...settings, '-x265-params', `crf=45:keyint=${keyint}`];
    run(...source, ...x265, 'a.mkv');
    await use(folder, run);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function bytesOf(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(path));
}
