import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasNativeFfmpeg, NO_NATIVE_FFMPEG } from '../../testing/nativeFfmpeg.ts';
import { readContainer } from '../container/containerStream.ts';
import { LOW_DELAY, RANDOM_ACCESS } from '../testing/vvcStreams.fixture.ts';
import { crfInText } from '../x265.ts';
import { readHevcStream, readVvcStream } from './annexBStream.ts';
import { annexBUnits } from './nalUnits.ts';

const suite = 'a stream of native x265';

describe.skipIf(!hasNativeFfmpeg)(
  hasNativeFfmpeg ? suite : `${suite} (skipped: ${NO_NATIVE_FFMPEG})`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'maskscope-streams-'));
    const published = ['-preset', 'veryfast', '-tune', 'zerolatency', ...x265('crf=45:keyint=8')];
    const reordered = ['-preset', 'fast', ...x265('crf=40:bframes=4:keyint=12')];

    beforeAll(() => {
      for (const [name, args] of [
        ['published', published],
        ['reordered', reordered],
        [
          'repeated',
          ['-preset', 'fast', ...x265('crf=40:bframes=4:keyint=12:repeat-headers=1:aud=1')],
        ],
      ] as const) {
        for (const extension of ['hevc', 'mkv', 'mp4']) encode(`${name}.${extension}`, args);
      }
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    function encode(name: string, args: readonly string[]) {
      const pattern = 'testsrc2=size=178x98:rate=25,format=yuv420p';
      const input = ['-f', 'lavfi', '-i', pattern, '-frames:v', '30'];
      execFileSync('ffmpeg', ['-v', 'error', ...input, ...args, join(folder, name)]);
    }
    const bare = (name: string) => readHevcStream(name, readFileSync(join(folder, name)));
    const contained = (name: string) =>
      readContainer({ name, data: new Blob([readFileSync(join(folder, name))]) });

    it.each(['published', 'reordered', 'repeated'])(
      'has the same bits per picture bare, in Matroska and in MP4 (%s)',
      async (name) => {
        const { packets } = bare(`${name}.hevc`);
        expect(packets).toHaveLength(30);
        expect((await contained(`${name}.mkv`)).packets).toEqual(packets);
        expect((await contained(`${name}.mp4`)).packets).toEqual(packets);
      },
    );

    // nal_unit_type: suffix SEI, reserved and unspecified units that start no access unit.
    it.each([40, 45, 47, 56, 63])(
      'counts units of type %i to the picture before them, in every format',
      async (type) => {
        const stream = readFileSync(join(folder, 'published.hevc'));
        // Behind the tenth picture: before the unit that starts the eleventh.
        const starts = [...annexBUnits(stream)].map(
          (unit) => unit.byteOffset - stream.byteOffset - 3,
        );
        const before = starts.filter((at) => (stream[at + 3] ?? 0) >> 1 <= 31)[10] ?? 0;
        const unit = Buffer.from([0, 0, 1, type << 1, 1, 4, 0xaa, 0xbb, 0xcc, 0x80]);
        const name = `unit-${type}`;
        const changed = Buffer.concat([stream.subarray(0, before), unit, stream.subarray(before)]);
        writeFileSync(join(folder, `${name}.hevc`), changed);
        const plain = bare('published.hevc').packets;
        const { packets } = bare(`${name}.hevc`);
        const grown = packets.map(({ bytes }, index) => bytes - (plain[index]?.bytes ?? 0));
        expect(grown).toEqual(plain.map((_, index) => (index === 9 ? 7 + 4 : 0)));
        for (const container of ['mkv', 'mp4']) {
          const copy = ['-i', join(folder, `${name}.hevc`), '-c', 'copy'];
          execFileSync('ffmpeg', ['-v', 'error', ...copy, join(folder, `${name}.${container}`)]);
          expect((await contained(`${name}.${container}`)).packets).toEqual(packets);
        }
      },
    );

    it('has the packet sizes that ffprobe reports for Matroska', async () => {
      const entries = ['-show_entries', 'packet=size', '-of', 'csv=p=0'];
      const listing = execFileSync(
        'ffprobe',
        ['-v', 'error', ...entries, join(folder, 'published.mkv')],
        { encoding: 'utf8' },
      );
      const sizes = listing.trim().split('\n').map(Number.parseFloat);
      expect(bare('published.hevc').packets.map(({ bytes }) => bytes)).toEqual(sizes);
    });

    it('counts every repetition of the parameter sets and the encoder’s text as header', () => {
      const { headerBytes, encoderText } = bare('published.hevc');
      expect(encoderText).toMatch(/^x265 \(build \d+\).*keyint=8/);
      // Key frames 0, 8, 16 and 24; x265's text alone has more than 1,500 bytes.
      expect(headerBytes).toBeGreaterThan(4 * 1500);
    });

    it.each(['hevc', 'mkv', 'mp4'])('contains its CRF in .%s', async (type) => {
      const [first, second] = await Promise.all(
        ['published', 'reordered'].map(async (name) => {
          const file = `${name}.${type}`;
          return type === 'hevc' ? bare(file) : contained(file);
        }),
      );
      expect(crfInText(first?.encoderText ?? '')).toBe(45);
      expect(crfInText(second?.encoderText ?? '')).toBe(40);
    });

    it('reports its size without padding', async () => {
      expect(bare('published.hevc').size).toEqual({ width: 178, height: 98 });
      expect((await contained('published.mkv')).size).toEqual({ width: 178, height: 98 });
    });

    it('marks the key frames', () => {
      const keys = bare('published.hevc').packets.flatMap(({ key }, index) => (key ? [index] : []));
      expect(keys).toEqual([0, 8, 16, 24]);
    });

    it('without parameter sets is refused and named', () => {
      const stream = readFileSync(join(folder, 'published.hevc'));
      const slice = stream.lastIndexOf(Buffer.of(0, 0, 1));
      expect(() => readHevcStream('tail.hevc', stream.subarray(slice))).toThrow(
        'tail.hevc cannot be read as HEVC: NAL unit 1 is damaged or incomplete',
      );
      expect(() => readHevcStream('text.hevc', Buffer.from('no stream'))).toThrow(
        'text.hevc has no HEVC pictures.',
      );
    });
  },
);

describe('a stream of VVenC', () => {
  it('has the bits per picture that VVenC printed', () => {
    const { packets, size } = readVvcStream('ld.266', LOW_DELAY.stream);
    expect(size).toEqual({ width: 64, height: 48 });
    expect(packets.map(({ key }) => key)).toEqual([true, ...Array(8).fill(false)]);
    // VVenC includes the parameter sets in the first picture.
    expect(packets.slice(1).map(({ bytes }) => bytes * 8)).toEqual(LOW_DELAY.bits.slice(1));
  });

  it('is returned in display order', () => {
    const { packets } = readVvcStream('ra.266', RANDOM_ACCESS.stream);
    expect(packets.findIndex(({ key }) => key)).toBe(7);
    const bits = packets.map(({ bytes }) => bytes * 8);
    expect(bits.toSpliced(7, 1)).toEqual(RANDOM_ACCESS.bits.toSpliced(7, 1));
  });

  it('accounts for every byte except start codes', () => {
    const { packets, headerBytes } = readVvcStream('ld.266', LOW_DELAY.stream);
    const bytes = packets.reduce((sum, packet) => sum + packet.bytes, headerBytes);
    // Each of its 13 units has a start code of 3 or 4 bytes and is counted with 4.
    expect(bytes - LOW_DELAY.stream.length).toBeGreaterThanOrEqual(0);
    expect(bytes - LOW_DELAY.stream.length).toBeLessThanOrEqual(13);
  });
});

function x265(parameters: string): string[] {
  return ['-c:v', 'libx265', '-x265-params', `${parameters}:log-level=none`];
}
