import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameBytes } from '../sequence/frames.ts';
import { followAdvice } from '../testing/advice.ts';
import { hasEncoder, hasNativeFfmpeg } from '../testing/nativeFfmpeg.ts';
import { hasShared, SHARED, withShared } from '../testing/sharedFixtures.ts';
import { hasBrowser } from '../testing/testPage.ts';
import { carryMasks } from './maskCarrier.ts';
import {
  type CodecInChromium,
  startCodecInChromium,
  withChromiumAndFfmpeg,
} from './testing/codecInChromium.ts';

const size = { width: 176, height: 98 };
const count = 20;

describe.skipIf(!(hasBrowser && hasNativeFfmpeg))(
  withChromiumAndFfmpeg('import in Chromium'),
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'maskscope-import-'));
    let codec: CodecInChromium;

    /** Encodes a moving test pattern with native ffmpeg; returns the file's path. */
    function made(name: string, ...args: string[]): string {
      const path = join(folder, name);
      const pattern = `testsrc2=size=${size.width}x${size.height}:rate=25,format=yuv420p`;
      const input = ['-f', 'lavfi', '-i', pattern, '-frames:v', String(count)];
      execFileSync('ffmpeg', ['-v', 'error', '-y', ...input, ...args, path]);
      return path;
    }

    /** The raw frames that native ffmpeg decodes from a file. */
    function decoded(path: string, format: 'yuv420p' | 'yuv420p10le'): Buffer {
      const args = ['-v', 'error', '-i', path, '-fps_mode', 'passthrough'];
      return execFileSync('ffmpeg', [...args, '-pix_fmt', format, '-f', 'rawvideo', 'pipe:'], {
        maxBuffer: 2 ** 28,
      });
    }

    beforeAll(async () => {
      codec = await startCodecInChromium();
    });
    afterAll(async () => {
      await codec?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const x265 = ['-c:v', 'libx265', '-x265-params', 'crf=35:keyint=8:bframes=3:log-level=none'];

    describe('importStream', () => {
      it.each([
        ['x265.mkv', 'HEVC', x265],
        ['x265.mp4', 'HEVC', x265],
        ['x265.hevc', 'HEVC', x265],
        ['x264.mov', 'H.264', ['-c:v', 'libx264', '-bf', '2']],
        ['vp9.webm', 'VP9', ['-c:v', 'libvpx-vp9', '-deadline', 'realtime']],
      ])('decodes %s as native ffmpeg does', async (name, codecName, args) => {
        const path = made(name, ...args);
        const { sha256, video } = await codec.importStream(path, size, count);
        expect(sha256).toBe(sha256Of(decoded(path, 'yuv420p')));
        expect(video?.codec).toBe(codecName);
        expect(video?.packets).toHaveLength(count);
        expect(video?.codedSize).toEqual(size);
      });

      it('extracts the masks that a video carries', async () => {
        const plain = made('plain.mkv', ...x265);
        const packets = Array.from({ length: count }, (_, index) => Uint8Array.of(index, 0, 0, 1));
        const file = { name: 'plain.mkv', data: new Blob([readFileSync(plain)]) };
        const { video: carried } = await carryMasks(file, packets);
        const masked = join(folder, 'masked.mkv');
        writeFileSync(masked, new Uint8Array(await carried.arrayBuffer()));
        const without = await codec.importStream(plain, size, count);
        const { sha256, video, masks } = await codec.importStream(masked, size, count);
        expect(without.masks).toBeNull();
        expect(masks).toEqual(packets.map((packet) => [...packet]));
        expect(sha256).toBe(without.sha256);
        expect(video?.packets).toEqual(without.video?.packets);
      });

      it('rounds 10-bit samples to the nearest 8-bit value', async () => {
        const path = made('ten.mkv', '-pix_fmt', 'yuv420p10le', ...x265);
        const samples = decoded(path, 'yuv420p10le');
        const rounded = new Uint8Array(samples.length / 2);
        for (let index = 0; index < rounded.length; index++) {
          rounded[index] = Math.min(255, Math.round(samples.readUInt16LE(index * 2) / 4));
        }
        const { sha256 } = await codec.importStream(path, size, count);
        expect(sha256).toBe(sha256Of(rounded));
      });

      it('crops the padding of an odd size', async () => {
        const path = made('even.mkv', ...x265);
        const odd = { width: size.width - 1, height: size.height - 1 };
        const { bytes, video } = await codec.importStream(path, odd, count);
        expect(bytes).toBe(frameBytes(odd) * count);
        expect(video?.codedSize).toEqual(size);
      });

      it('refuses a different size or number of frames, and names both', async () => {
        const path = made('other.mkv', ...x265);
        await expect(codec.importStream(path, { width: 854, height: 480 }, count)).rejects.toThrow(
          'other.mkv has pictures of 176×98, but the sequence has 854×480.',
        );
        await expect(codec.importStream(path, size, 21)).rejects.toThrow(
          'other.mkv has 20 pictures, but the sequence has 21 frames.',
        );
      });

      it('refuses a damaged stream instead of showing grey pictures', async () => {
        // The structure of an MP4 file stays whole: its tables are behind the pictures.
        const path = made('damaged.mp4', ...x265);
        const file = readFileSync(path);
        file.fill(0x55, Math.floor(file.length * 0.4), Math.floor(file.length * 0.6));
        writeFileSync(path, file);
        const { message } = await codec.importStream(path, size, count).catch((error) => error);
        expect(message).toContain('ffmpeg failed while decoding frames 0 to 19 of damaged.mp4');
        // What native ffmpeg makes of it can be opened.
        const converted = followAdvice(message, path, folder);
        expect((await codec.ingestVideo(converted, size, 5)).bytes).toBe(frameBytes(size) * 5);
      });

      it.skipIf(!hasEncoder('libsvtav1'))(
        'reports that AV1 cannot be decoded, and how to',
        async () => {
          const path = made('av1.mkv', '-c:v', 'libsvtav1', '-preset', '12');
          const { message } = await codec.importStream(path, size, count).catch((error) => error);
          expect(message).toContain('av1.mkv is AV1, which ffmpeg.wasm cannot decode.');
          const frames = followAdvice(message, path, folder);
          expect((await codec.importFrames(frames, size, count)).bytes).toBe(
            frameBytes(size) * count,
          );
        },
      );

      it('names a file that is not a video', async () => {
        const path = join(folder, 'text.mkv');
        writeFileSync(path, 'This is no video.');
        await expect(codec.importStream(path, size, count)).rejects.toThrow(
          'text.mkv cannot be read as Matroska, WebM, MP4 or QuickTime',
        );
      });
    });

    describe('ingestVideo', () => {
      it('decodes the first frames of a video', async () => {
        const path = made('long.mp4', '-c:v', 'libx264', '-bf', '2');
        const { sha256 } = await codec.ingestVideo(path, size, 7);
        const first = decoded(path, 'yuv420p').subarray(0, 7 * frameBytes(size));
        expect(sha256).toBe(sha256Of(first));
      });

      it('rotates a video that was filmed in portrait', async () => {
        const flat = made('flat.mp4', '-c:v', 'libx264');
        const path = join(folder, 'upright.mp4');
        const turn = ['-metadata:s:v:0', 'rotate=90', '-codec', 'copy'];
        execFileSync('ffmpeg', ['-v', 'error', '-i', flat, ...turn, path]);
        const { sha256 } = await codec.ingestVideo(path, { width: 98, height: 176 }, count);
        expect(sha256).toBe(sha256Of(decoded(path, 'yuv420p')));
      });

      // a, b, c, d of the display matrix (ISO/IEC 14496-12, 8.3.2).
      it.each([
        ['mirrored', [-1, 0, 0, 1]],
        ['upside down and mirrored', [1, 0, 0, -1]],
        ['turned by 180°', [-1, 0, 0, -1]],
        ['turned by 90°', [0, 1, -1, 0]],
        ['turned by 270°', [0, -1, 1, 0]],
      ])('shows a video as its display matrix says: %s', async (_, matrix) => {
        const path = made('turned.mp4', '-c:v', 'libx264');
        const plain = sha256Of(decoded(path, 'yuv420p'));
        writeFileSync(path, withDisplayMatrix(readFileSync(path), matrix));
        const isUpright = matrix[0] === 0;
        const shown = isUpright ? { width: size.height, height: size.width } : size;
        const { sha256 } = await codec.ingestVideo(path, shown, count);
        expect(sha256).toBe(sha256Of(decoded(path, 'yuv420p')));
        expect(sha256).not.toBe(plain);
      });

      it('scales non-square pixels to the display size', async () => {
        const path = made('wide.mp4', '-vf', 'setsar=2', '-c:v', 'libx264');
        const { bytes } = await codec.ingestVideo(path, { width: 352, height: 98 }, count);
        expect(bytes).toBe(frameBytes({ width: 352, height: 98 }) * count);
      });

      it('decodes a video in pieces if it exceeds ffmpeg’s memory', async () => {
        const path = join(folder, 'large.mkv');
        const pattern = 'testsrc2=size=1920x1080:rate=25,format=yuv420p';
        const input = ['-v', 'error', '-f', 'lavfi', '-i', pattern, '-frames:v', '70'];
        execFileSync('ffmpeg', [...input, '-c:v', 'libx264', '-preset', 'ultrafast', path]);
        const { sha256 } = await codec.ingestVideo(path, { width: 1920, height: 1080 }, 70);
        expect(sha256).toBe(sha256Of(decoded(path, 'yuv420p')));
      });

      it('reports the number of frames of a video that is too short', async () => {
        const path = made('short.mp4', '-c:v', 'libx264');
        await expect(codec.ingestVideo(path, size, 21)).rejects.toThrow(
          'short.mp4 decodes to 20 frames instead of 21.',
        );
      });

      it.skipIf(!hasShared)(withShared('decodes a clip of DAVIS'), async () => {
        const path = join(SHARED, 'footage/bike-packing.mp4');
        const { sha256 } = await codec.ingestVideo(path, { width: 910, height: 480 }, 69);
        expect(sha256).toBe(sha256Of(decoded(path, 'yuv420p')));
      });
    });

    describe('full range that no pixel format of ffmpeg names', () => {
      const full = ['-color_range', 'pc', '-vf', 'scale=out_range=pc'];
      const note = 'Its samples of full range are converted to the limited range.';

      /** Limited range, rounded to 8 bits, as native ffmpeg converts it. */
      function limited(path: string): Buffer {
        const args = ['-v', 'error', '-i', path, '-vf', 'scale=out_range=tv'];
        return execFileSync('ffmpeg', [...args, '-pix_fmt', 'yuv420p', '-f', 'rawvideo', 'pipe:'], {
          maxBuffer: 2 ** 28,
        });
      }

      it.each([
        ['full.hevc10.mkv', [...full, '-pix_fmt', 'yuv420p10le', ...x265]],
        ['full.vp9.webm', [...full, '-c:v', 'libvpx-vp9', '-deadline', 'realtime']],
        ['full.mp4', [...full, '-c:v', 'libx264']],
        ['full.j.mp4', [...full, '-pix_fmt', 'yuvj420p', '-c:v', 'libx264']],
      ])('is converted in %s', async (name, args) => {
        const path = made(name, ...args);
        for (const method of ['importStream', 'ingestVideo'] as const) {
          const { samples, notes } = await codec[method](path, size, count);
          expect(largestDifference(samples ?? [], limited(path))).toBeLessThanOrEqual(1);
          expect(notes).toContain(note);
        }
      });

      it('is converted in .y4m', async () => {
        const path = made('full.y4m', ...full, '-pix_fmt', 'yuvj420p');
        const { samples, notes } = await codec.importFrames(path, size, count);
        expect(largestDifference(samples ?? [], limited(path))).toBeLessThanOrEqual(1);
        expect(notes).toEqual([note]);
      });

      it('and another matrix than BT.601 is named', async () => {
        const path = made('bt709.mp4', '-colorspace', 'bt709', '-c:v', 'libx264');
        const { notes, sha256 } = await codec.ingestVideo(path, size, count);
        expect(notes).toEqual([
          'Its colours are BT.709: samples are not converted, and are shown as BT.601.',
        ]);
        expect(sha256).toBe(sha256Of(decoded(path, 'yuv420p')));
      });
    });

    describe('importFrames', () => {
      it('reads the same frames from .yuv and .y4m', async () => {
        const yuv = made('raw.yuv', '-f', 'rawvideo');
        const y4m = made('raw.y4m');
        const expected = sha256Of(readFileSync(yuv));
        expect((await codec.importFrames(yuv, size, count)).sha256).toBe(expected);
        expect((await codec.importFrames(y4m, size, count)).sha256).toBe(expected);
      });
    });
  },
);

/** An MP4 file with another display matrix in the first track's header. */
function withDisplayMatrix(file: Buffer, [a = 1, b = 0, c = 0, d = 1]: readonly number[]): Buffer {
  const changed = Buffer.from(file);
  // After the type: version and flags, times, track, duration, layer, group and volume.
  const at = changed.indexOf('tkhd') + 4 + 40;
  const one = 0x10000;
  for (const [index, value] of [a * one, b * one, 0, c * one, d * one].entries()) {
    changed.writeInt32BE(value, at + 4 * index);
  }
  return changed;
}

function largestDifference(a: readonly number[], b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] ?? 0))), 0);
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
