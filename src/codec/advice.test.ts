import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { followAdvice } from '../testing/advice.ts';
import { hasNativeFfmpeg, NO_NATIVE_FFMPEG } from '../testing/nativeFfmpeg.ts';
import { importFrames } from './importFrames.ts';
import { carryMasks } from './maskCarrier.ts';
import { readVideoFacts } from './videoFacts.ts';

const suite = 'the advice in an error text';
const size = { width: 96, height: 64 };
const FRAMES = 50;

describe.skipIf(!hasNativeFfmpeg)(
  hasNativeFfmpeg ? suite : `${suite} (skipped: ${NO_NATIVE_FFMPEG})`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'maskscope-advice-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const path = (name: string) => join(folder, name);
    const open = (file: string) => ({
      name: basename(file),
      data: new Blob([readFileSync(file)]),
    });

    function made(name: string, ...args: string[]): string {
      const pattern = `testsrc2=size=${size.width}x${size.height}:rate=25,format=yuv420p`;
      const input = ['-f', 'lavfi', '-i', pattern, '-frames:v', String(FRAMES)];
      execFileSync('ffmpeg', ['-v', 'error', '-y', ...input, ...args, path(name)]);
      return path(name);
    }

    /** Writes the changed content of a file. */
    function changed(name: string, file: string, change: (bytes: Buffer) => Buffer): string {
      writeFileSync(path(name), change(readFileSync(file)));
      return path(name);
    }

    const messageOf = (work: Promise<unknown>) =>
      work.then(
        () => 'no error',
        ({ message }: Error) => message,
      );

    const x264 = ['-c:v', 'libx264', '-g', '5'];
    const cut = (bytes: Buffer) => bytes.subarray(0, bytes.length * 0.6);
    const zeroed = (bytes: Buffer) => Buffer.concat([cut(bytes), Buffer.alloc(bytes.length * 0.4)]);

    it.each([
      ['cut.mkv', ['-cluster_time_limit', '200'], cut],
      ['zeros.mkv', ['-cluster_time_limit', '200'], zeroed],
      ['cut.mp4', ['-movflags', 'faststart'], cut],
    ] as const)('saves what there is of %s', async (name, options, damage) => {
      const whole = made(`whole-${name}`, ...x264, ...options);
      const broken = changed(name, whole, damage);
      const message = await messageOf(readVideoFacts(open(broken)));
      const stated = Number(/It has (\d+) complete pictures/.exec(message)?.[1]);
      const { frameCount } = await readVideoFacts(open(followAdvice(message, broken, folder)));
      expect(stated).toBeGreaterThan(5);
      // ffmpeg also keeps a picture that is only partly there.
      expect(frameCount - stated).toBeGreaterThanOrEqual(0);
      expect(frameCount - stated).toBeLessThanOrEqual(1);
    });

    it('converts a format that is not read', async () => {
      const avi = made('a.avi', '-c:v', 'mpeg4');
      const mp4 = changed('a.mp4', avi, (bytes) => bytes);
      const message = await messageOf(readVideoFacts(open(mp4)));
      const facts = await readVideoFacts(open(followAdvice(message, mp4, folder)));
      expect(facts).toMatchObject({ size, frameCount: FRAMES });
    });

    it('makes a video with several parts into one that is shown as it is stored', async () => {
      const whole = made('parts.mp4', ...x264);
      const broken = changed('several.mp4', whole, (bytes) => {
        // A second entry, in the place of the box behind the list.
        const copy = Buffer.from(bytes);
        const at = copy.indexOf('elst');
        copy.writeInt32BE(0x8000, at + 4 + 4 + 4 + 8);
        return copy;
      });
      const message = await messageOf(readVideoFacts(open(broken)));
      expect(message).toContain('at another speed');
      const { frameCount } = await readVideoFacts(open(followAdvice(message, broken, folder)));
      expect(frameCount).toBe(FRAMES);
    });

    it('joins several recordings', async () => {
      const one = made('one.mkv', ...x264);
      const both = changed('both.mkv', one, (bytes) => Buffer.concat([bytes, bytes]));
      const message = await messageOf(readVideoFacts(open(both)));
      const { frameCount } = await readVideoFacts(open(followAdvice(message, both, folder)));
      expect(frameCount).toBe(2 * FRAMES);
    });

    it('makes an HEVC video with hidden pictures one that masks can be embedded in', async () => {
      const whole = made(
        'hidden.mp4',
        '-c:v',
        'libx265',
        '-x265-params',
        'log-level=none:keyint=16',
      );
      const broken = path('starts-late.mp4');
      const late = ['-ss', '0.84', '-i', whole, '-c', 'copy', broken];
      execFileSync('ffmpeg', ['-v', 'error', '-y', ...late]);
      const { frameCount } = await readVideoFacts(open(broken));
      const packets = Array.from({ length: frameCount }, () => Uint8Array.of(1, 2, 3));
      const message = await messageOf(carryMasks(open(broken), packets));
      expect(message).toContain('has an edit list that hides');
      const followed = open(followAdvice(message, broken, folder));
      expect((await carryMasks(followed, packets)).video.size).toBeGreaterThan(0);
    });

    it.each([
      ['interlaced.y4m', ['-vf', 'setfield=tff', '-pix_fmt', 'yuv420p'], 'is interlaced'],
      ['wide.y4m', ['-pix_fmt', 'yuv444p'], 'has the pixel format C444'],
    ])('makes %s readable', async (name, args, why) => {
      const broken = made(name, ...args);
      const read = (file: string) => importFrames(open(file), size, FRAMES, () => {});
      const message = await messageOf(read(broken));
      expect(message).toContain(why);
      expect((await read(followAdvice(message, broken, folder))).frames.count).toBe(FRAMES);
    });
  },
);
