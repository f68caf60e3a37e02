import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { isProblem } from '../problem.ts';
import { hasNativeFfmpeg, NO_NATIVE_FFMPEG } from '../testing/nativeFfmpeg.ts';
import { readHevcStream } from './bitstream/annexBStream.ts';
import { maskUnit } from './bitstream/maskMessage.ts';
import { carryMasks, extractMasks, withoutMasks } from './maskCarrier.ts';
import { carriedMaskBits } from './maskGroups.ts';
import { readStreamContents } from './streamContents.ts';

const suite = 'masks in a stream of native x265';
const COUNT = 20;

/** The video that carries masks. */
async function carry(...args: Parameters<typeof carryMasks>): Promise<Blob> {
  return (await carryMasks(...args)).video;
}

describe.skipIf(!hasNativeFfmpeg)(
  hasNativeFfmpeg ? suite : `${suite} (skipped: ${NO_NATIVE_FFMPEG})`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'maskscope-carrier-'));
    const path = (file: string) => join(folder, file);
    const open = (file: string) => ({ name: file, data: new Blob([readFileSync(path(file))]) });
    const packets = testPackets();

    beforeAll(() => {
      const published = ['-preset', 'veryfast', '-tune', 'zerolatency', ...x265('crf=45:keyint=8')];
      const reordered = ['-preset', 'fast', ...x265('crf=40:bframes=4:keyint=12')];
      // Several slices per picture, delimiters, repeated parameter sets, and temporal layers.
      const layered = [
        '-preset',
        'fast',
        ...x265(
          'crf=40:bframes=4:keyint=12:slices=2:repeat-headers=1:aud=1:hrd=1:vbv-maxrate=500:vbv-bufsize=500:temporal-layers=1',
        ),
      ];
      for (const [stem, args] of Object.entries({ published, reordered, layered })) {
        for (const type of ['mkv', 'mp4', 'hevc']) encode(`${stem}.${type}`, '25', args);
      }
      encode('ntsc.mkv', '30000/1001', published);
      encode('ntsc.mp4', '30000/1001', published);
      encode('h264.mkv', '25', ['-c:v', 'libx264']);
    });
    afterEach(() => vi.restoreAllMocks());
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    function encode(file: string, rate: string, args: readonly string[]) {
      const input = ['-f', 'lavfi', '-i', `testsrc2=size=192x112:rate=${rate},format=yuv420p`];
      ffmpeg(...input, '-frames:v', String(COUNT), ...args, path(file));
    }

    async function save(file: string, data: Blob): Promise<string> {
      writeFileSync(path(file), Buffer.from(await data.arrayBuffer()));
      return file;
    }

    /** MD5 and time of every picture that native ffmpeg decodes. */
    function shown(file: string): string {
      return ffmpeg('-i', path(file), '-f', 'framemd5', 'pipe:');
    }

    /** The stream itself, without its container. */
    function elementary(file: string): string {
      if (file.endsWith('.hevc')) return text(readFileSync(path(file)));
      return ffmpeg('-i', path(file), '-c', 'copy', '-f', 'md5', 'pipe:');
    }

    const files = ['published', 'reordered', 'layered'].flatMap((stem) =>
      ['mkv', 'mp4', 'hevc'].map((type) => [stem, type] as const),
    );
    const ntsc = [['ntsc', 'mkv'] as const, ['ntsc', 'mp4'] as const];

    it.each([...files, ...ntsc])(
      'change no picture, time stamp or key flag, and cause no warning (%s.%s)',
      async (stem, type) => {
        const before = open(`${stem}.${type}`);
        const after = await save(`masked-${stem}.${type}`, await carry(before, packets));
        expect(shown(after)).toBe(shown(before.name));
        expect(keyFlags(path(after))).toEqual(keyFlags(path(before.name)));
      },
    );

    it.each(files)(
      'survive the round trip, with one or many packets per message (%s.%s)',
      async (stem, type) => {
        for (const picturesPerMessage of [1, 3, 100]) {
          const data = await carry(open(`${stem}.${type}`), packets, { picturesPerMessage });
          const carried = await extractMasks({ name: `masked.${type}`, data });
          expect(carried?.packets.map(text)).toEqual(packets.map(text));
        }
      },
    );

    it.each([...files, ...ntsc])('can be removed without a trace (%s.%s)', async (stem, type) => {
      const plain = `${stem}.${type}`;
      const data = await carry(open(plain), packets);
      const masked = await save(`masked-${plain}`, data);
      const without = await save(`without-${plain}`, await withoutMasks(open(masked)));
      expect(elementary(masked)).not.toBe(elementary(plain));
      expect(elementary(without)).toBe(elementary(plain));
      expect(shown(without)).toBe(shown(plain));
    });

    it('cost the same bits in every format: those that they add to the stream', async () => {
      const bits = await Promise.all(
        ['mkv', 'mp4', 'hevc'].map(async (type) => {
          const plain = open(`reordered.${type}`);
          const data = await carry(plain, packets);
          const masked = { name: `masked.${type}`, data };
          const added =
            (await sum(readStreamContents(masked))) - (await sum(readStreamContents(plain)));
          const maskBits = (await extractMasks(masked))?.maskBits;
          expect(maskBits).toBe(added * 8);
          if (type === 'hevc') expect(data.size - plain.data.size).toBe(added);
          return maskBits;
        }),
      );
      expect(new Set(bits).size).toBe(1);
      const { packets: pictures } = await readStreamContents(open('reordered.mkv'));
      expect(carriedMaskBits(pictures, packets)).toBe(bits[0]);
    });

    it('start a new message at every key frame', async () => {
      const small = packets.map(() => Uint8Array.of(1, 2, 3));
      const data = await carry(open('published.hevc'), small, { picturesPerMessage: 100 });
      const stream = new Uint8Array(await data.arrayBuffer());
      const { packets: pictures } = readHevcStream('masked.hevc', stream);
      const plain = readHevcStream('plain.hevc', readFileSync(path('published.hevc')));
      const grown = pictures.flatMap(({ bytes }, index) =>
        bytes > (plain.packets[index]?.bytes ?? 0) ? [index] : [],
      );
      expect(grown).toEqual([0, 8, 16]);
    });

    it('stay in the stream when ffmpeg remuxes it', async () => {
      const data = await carry(open('reordered.mkv'), packets);
      await save('ours.mkv', data);
      for (const type of ['mp4', 'hevc', 'mov']) {
        ffmpeg('-i', path('ours.mkv'), '-c', 'copy', path(`copied.${type}`));
        const copied = await extractMasks(open(`copied.${type}`));
        expect(copied?.packets.map(text)).toEqual(packets.map(text));
      }
    });

    it('do not change the audio track', async () => {
      const tone = ['-f', 'lavfi', '-i', 'sine=duration=0.8', '-c:a', 'aac', '-shortest'];
      for (const type of ['mkv', 'mp4']) {
        const file = `sound.${type}`;
        ffmpeg('-i', path('published.mkv'), ...tone, '-c:v', 'copy', path(file));
        const masked = await save(`masked-${file}`, await carry(open(file), packets));
        const sound = (each: string) =>
          ffmpeg('-i', path(each), '-map', '0:a', '-c', 'copy', '-f', 'md5', 'pipe:');
        expect(sound(masked)).toBe(sound(file));
        expect(shown(masked).split('\n').length).toBe(shown(file).split('\n').length);
      }
    });

    it.each(['mkv', 'mp4'])('are embedded in .%s with a note on what is left out', async (type) => {
      const text = path('text.srt');
      writeFileSync(text, '1\n00:00:00,000 --> 00:00:00,500\nA subtitle\n');
      const chapters = path('chapters.txt');
      const chapter = '[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=400\ntitle=First\n';
      writeFileSync(chapters, `;FFMETADATA1\n${chapter}`);
      const inputs = ['-i', path('published.mkv'), '-i', text, '-i', chapters];
      const kept = ['-map', '0:v', '-map', '1:s', '-map_chapters', '2', '-c:v', 'copy'];
      const subtitles = ['-c:s', type === 'mkv' ? 'srt' : 'mov_text'];
      const attached =
        type === 'mkv' ? ['-attach', text, '-metadata:s:t', 'mimetype=text/plain'] : [];
      ffmpeg(...inputs, ...kept, ...subtitles, ...attached, path(`extras.${type}`));
      const { notes } = await carryMasks(open(`extras.${type}`), packets);
      const left = type === 'mkv' ? 'subtitles, chapters, attachments' : 'subtitles, chapters';
      expect(notes).toEqual([
        `Left out of extras.${type}, because they cannot be copied: ${left}.`,
      ]);
      expect((await carryMasks(open(`published.${type}`), packets)).notes).toEqual([]);
    });

    it('are not found in a video without masks', async () => {
      for (const file of ['published.mkv', 'published.hevc', 'h264.mkv']) {
        expect(await extractMasks(open(file))).toBeNull();
        const plain = open(file);
        expect(await withoutMasks(plain)).toBe(plain.data);
      }
    });

    it.each(['mkv', 'hevc'])('are replaced only on request (.%s)', async (type) => {
      const data = await carry(open(`published.${type}`), packets);
      const masked = { name: `masked.${type}`, data };
      const others = packets.toReversed();
      await expect(carry(masked, others)).rejects.toThrow(`masked.${type} carries masks already.`);
      const replaced = await carry(masked, others, { replace: true });
      const found = await extractMasks({ ...masked, data: replaced });
      expect(found?.packets.map(text)).toEqual(others.map(text));
      const [direct, indirect] = await Promise.all(
        [await carry(open(`published.${type}`), others), replaced].map((blob) => blob.bytes()),
      );
      expect(text(indirect)).toBe(text(direct));
    });

    it('are refused for a video that they do not fit, with its name', async () => {
      await expect(carry(open('published.mp4'), packets.slice(1))).rejects.toThrow(
        'published.mp4 has 20 pictures, but the mask stream has 19 label maps.',
      );
      await expect(carry(open('h264.mkv'), packets)).rejects.toThrow(
        'h264.mkv is avc, but masks can only be embedded in HEVC.',
      );
      const text = { name: 'text.mkv', data: new Blob(['This is no video.']) };
      await expect(carry(text, packets)).rejects.toThrow('text.mkv cannot be read as');
    });

    it('of a newer version are refused, but not because of a single flipped bit', async () => {
      const single = { picturesPerMessage: 1 };
      const data = await carry(open('published.hevc'), packets, single);
      const stream = await data.bytes();
      const versions = messageStarts(stream).map((at) => at + 20);
      stream[versions[4] ?? 0] = 2;
      const one = await extractMasks({ name: 'one.hevc', data: new Blob([stream]) });
      expect(one?.packets.map(text)).toEqual(packets.map(text).with(4, 'missing'));
      for (const at of versions) stream[at] = 2;
      await expect(extractMasks({ name: 'newer.hevc', data: new Blob([stream]) })).rejects.toThrow(
        'newer.hevc carries masks of version 2, which a newer Maskscope wrote',
      );
    });

    it.each(['mkv', 'mp4', 'hevc'])(
      'with a flipped bit lose no other packets (.%s)',
      async (type) => {
        const small = packets.map((_, index) => new Uint8Array(40).fill(index));
        const single = { picturesPerMessage: 1 };
        const data = await carry(open(`published.${type}`), small, single);
        const file = await data.bytes();
        const victim = messageStarts(file)[5] ?? 0;
        const messageLength = maskUnit([new Uint8Array(40).fill(5)], 1).length;
        // Every byte of the message except its header.
        for (let bit = 2 * 8; bit < messageLength * 8; bit += 7) {
          const flipped = file.slice();
          const at = victim + (bit >> 3);
          flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit & 7));
          const carried = await extractMasks({ name: 'flipped', data: new Blob([flipped]) });
          expect(carried?.packets.toSpliced(5, 1)).toEqual(small.toSpliced(5, 1));
        }
      },
    );

    it.each(['mkv', 'mp4', 'hevc'])(
      'that are cut off or overwritten give packets or a problem naming the file (.%s)',
      async (type) => {
        // mediabunny logs every codec configuration that it cannot read.
        vi.spyOn(console, 'error').mockImplementation(() => {});
        const small = packets.map((_, index) => new Uint8Array(60).fill(index % 4));
        const file = await (await carry(open(`layered.${type}`), small)).bytes();
        const random = randomNumbers(7);
        for (let round = 0; round < 300; round++) {
          const damaged = round % 3 === 0 ? file.slice(0, random() % file.length) : file.slice();
          const at = random() % file.length;
          if (round % 3 === 1) damaged[at] = random();
          if (round % 3 === 2) damaged.fill(random(), at, at + (random() % 200));
          const named = { name: `damaged.${type}`, data: new Blob([damaged]) };
          const carried = await extractMasks(named).catch((error: unknown) => {
            if (!isProblem(error)) throw error;
            expect(error.message).toContain(named.name);
            return null;
          });
          for (const packet of carried?.packets ?? []) {
            expect(packet?.length ?? 0).toBeLessThan(file.length);
          }
        }
      },
    );
  },
);

/** As Base64, because comparing typed arrays of 100 kB is slow. */
function text(packet: Uint8Array | null | undefined): string {
  return packet ? Buffer.from(packet).toString('base64') : 'missing';
}

/** Difficult packets: empty, with start codes, long, random. */
function testPackets(): Uint8Array[] {
  const random = randomNumbers(1);
  return Array.from({ length: COUNT }, (_, index) => {
    const length = [0, 1, 300, 100_000, 90][index % 5] ?? 0;
    const packet = new Uint8Array(length);
    const few = index % 2 === 0;
    for (let at = 0; at < length; at++) packet[at] = few ? ((random() % 8) % 5) % 4 : random();
    return packet;
  });
}

/** xorshift32: the same numbers on every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Positions of the mask messages in a file of any format, found by their UUID. */
function messageStarts(file: Uint8Array): number[] {
  const uuid = Buffer.from(maskUnit([new Uint8Array(0)], 1).subarray(4, 20));
  const buffer = Buffer.from(file.buffer);
  const starts: number[] = [];
  for (let at = buffer.indexOf(uuid); at >= 0; at = buffer.indexOf(uuid, at + 1)) {
    let start = at - 2;
    while (buffer[start] === 0xff) start -= 1;
    starts.push(start - 2);
  }
  return starts;
}

async function sum(contents: ReturnType<typeof readStreamContents>): Promise<number> {
  return (await contents).packets.reduce((total, { bytes }) => total + bytes, 0);
}

function keyFlags(path: string): string {
  const entries = ['-show_entries', 'packet=pts_time,flags', '-of', 'csv=p=0'];
  return execFileSync('ffprobe', ['-v', 'error', ...entries, path], { encoding: 'utf8' });
}

/** Runs native ffmpeg and returns its standard output; a warning fails the test. */
function ffmpeg(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('ffmpeg', ['-v', 'warning', '-y', ...args], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

function x265(parameters: string): string[] {
  return ['-c:v', 'libx265', '-x265-params', `${parameters}:log-level=none`];
}
