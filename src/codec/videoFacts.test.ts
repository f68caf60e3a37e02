import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hasNativeFfmpeg, NO_NATIVE_FFMPEG } from '../testing/nativeFfmpeg.ts';
import { readStreamContents } from './streamContents.ts';
import { readVideoFacts } from './videoFacts.ts';

const suite = 'the frames of a video';

describe.skipIf(!hasNativeFfmpeg)(
  hasNativeFfmpeg ? suite : `${suite} (skipped: ${NO_NATIVE_FFMPEG})`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'maskscope-facts-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const ffmpeg = (...args: string[]) =>
      execFileSync('ffmpeg', ['-v', 'error', '-y', ...args], { encoding: 'utf8' });
    const path = (name: string) => join(folder, name);
    const open = (name: string) => ({ name, data: new Blob([readFileSync(path(name))]) });

    function made(name: string, ...args: string[]): string {
      const pattern = 'testsrc2=size=96x64:rate=25,format=yuv420p';
      ffmpeg('-f', 'lavfi', '-i', pattern, '-frames:v', '60', ...args, path(name));
      return name;
    }

    /** The frames that native ffmpeg decodes, without their content. */
    function decoded(name: string): number {
      const output = ['-map', '0:V:0', '-fps_mode', 'passthrough', '-f', 'framemd5', 'pipe:'];
      const lines = ffmpeg('-i', path(name), ...output)
        .trim()
        .split('\n');
      return lines.filter((line) => !line.startsWith('#')).length;
    }

    const x265 = (more = '') => ['-c:v', 'libx265', '-x265-params', `log-level=none${more}`];
    const SOURCES: readonly [string, readonly string[]][] = [
      ['x264', ['-c:v', 'libx264', '-g', '16', '-bf', '3']],
      ['x264-plain', ['-c:v', 'libx264', '-g', '16', '-bf', '0']],
      ['x265', x265(':keyint=16:bframes=4')],
      ['x265-open', x265(':keyint=12:min-keyint=12:bframes=4:open-gop=1:scenecut=0')],
    ];

    it.each(SOURCES)('are those that its edit list shows, for cuts of %s', async (name, args) => {
      const whole = made(`${name}.mp4`, ...args);
      expect((await readVideoFacts(open(whole))).frameCount).toBe(60);
      for (const [from, length] of [
        ['0.44', '9'],
        ['0.9', '0.5'],
        ['0', '0.7'],
        ['1.28', '0.33'],
        ['0.64', '1'],
      ] as const) {
        const cut = `cut-${name}.mp4`;
        ffmpeg('-ss', from, '-i', path(whole), '-t', length, '-c', 'copy', path(cut));
        const { frameCount } = await readVideoFacts(open(cut));
        expect({ from, length, frameCount }).toEqual({ from, length, frameCount: decoded(cut) });
        expect((await readStreamContents(open(cut))).packets).toHaveLength(frameCount);
      }
    });

    it('are those that decoders output, in a bare stream cut at an open key frame', async () => {
      const whole = made('open.mp4', ...(SOURCES[3]?.[1] ?? []));
      for (const type of ['hevc', 'mkv']) {
        const cut = `open-cut.${type}`;
        ffmpeg('-ss', '1', '-i', path(whole), '-c', 'copy', path(cut));
        const { packets, notes } = await readStreamContents(open(cut));
        expect(packets).toHaveLength(decoded(cut));
        expect(notes.join()).toContain('are not shown: their bits are counted');
      }
    });

    it.each([
      [
        'vp8.webm',
        ['-c:v', 'libvpx', '-auto-alt-ref', '1', '-lag-in-frames', '16', '-b:v', '200k'],
      ],
      ['vp9.webm', ['-c:v', 'libvpx-vp9', '-auto-alt-ref', '1', '-lag-in-frames', '16']],
    ])('do not include those that only others refer to, in %s', async (name, args) => {
      made(name, ...args);
      const { frameCount } = await readVideoFacts(open(name));
      expect(frameCount).toBe(60);
      expect(decoded(name)).toBe(60);
    });

    it('are of the first video track, which is named', async () => {
      const [sharp, blurred] = [made('a.mp4', ...x265()), made('b.mp4', '-c:v', 'libx264')];
      const both = ['-i', path(sharp), '-i', path(blurred), '-map', '0', '-map', '1', '-c', 'copy'];
      for (const type of ['mp4', 'mkv']) {
        const name = `both.${type}`;
        ffmpeg(...both, '-disposition:v:0', '0', '-disposition:v:1', 'default', path(name));
        const { codec, notes, packets } = await readStreamContents(open(name));
        expect(codec).toBe('HEVC');
        expect(notes).toEqual([`${name} has 2 video tracks; the first one is used.`]);
        const { packets: alone } = await readStreamContents(open(sharp));
        expect(packets).toEqual(alone);
        expect((await readVideoFacts(open(name))).notes).toEqual(notes);
      }
    });

    it('are not opened if an edit list shows several parts, and the advice works', async () => {
      const whole = made('twice.mp4', '-c:v', 'libx264', '-g', '10');
      const file = readFileSync(path(whole));
      const repeated = withEdits(file, [
        [400, 0],
        [400, 512],
      ]);
      await expect(
        readVideoFacts({ name: 'twice.mp4', data: new Blob([repeated]) }),
      ).rejects.toThrow('twice.mp4 has an edit list that shows 2 parts of its video');
    });
  },
);

/** An MP4 file whose movie comes last, with another edit list: durations and starts. */
function withEdits(
  file: Buffer,
  edits: readonly (readonly [number, number])[],
): Buffer<ArrayBuffer> {
  const at = file.indexOf('elst') - 4;
  const list = Buffer.alloc(16 + 12 * edits.length);
  list.writeUInt32BE(list.length, 0);
  list.write('elst', 4);
  list.writeUInt32BE(edits.length, 12);
  for (const [index, [duration, start]] of edits.entries()) {
    list.writeUInt32BE(duration, 16 + 12 * index);
    list.writeInt32BE(start, 20 + 12 * index);
    list.writeUInt32BE(0x10000, 24 + 12 * index);
  }
  const old = file.readUInt32BE(at);
  const grown = list.length - old;
  const changed = Buffer.concat([file.subarray(0, at), list, file.subarray(at + old)]);
  for (const type of ['edts', 'trak', 'moov']) {
    const box = file.lastIndexOf(type, at + 4) - 4;
    changed.writeUInt32BE(file.readUInt32BE(box) + grown, box);
  }
  return Buffer.from(changed);
}
