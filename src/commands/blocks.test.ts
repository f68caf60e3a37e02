import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasNativeFfmpeg, NO_NATIVE_FFMPEG } from '../testing/nativeFfmpeg.ts';
import type { UnitRecord } from './blocks/unitRecords.ts';

const ROOT = join(import.meta.dirname, '../..');
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-blocks-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inFolder = (name: string) => join(folder, name);

/** Encodes moving bars, 90×62 so that the encoder pads them, twelve frames. */
function encode(name: string, ...options: readonly string[]): void {
  const input = ['-f', 'lavfi', '-i', 'testsrc=size=90x62:rate=25', '-frames:v', '12'];
  const coding = ['-pix_fmt', 'yuv420p', '-c:v', 'libx265', '-preset', 'veryfast', ...options];
  const { status, stderr } = spawnSync(
    'ffmpeg',
    ['-v', 'error', '-y', ...input, ...coding, inFolder(name)],
    { encoding: 'utf8' },
  );
  expect(status, stderr).toBe(0);
}

function blocks(...args: readonly string[]) {
  const node = ['--import', 'tsx', 'src/commands/blocks.ts', ...args];
  return spawnSync(process.execPath, node, { cwd: ROOT, encoding: 'utf8' });
}

const WITH_B = ['-x265-params', 'log-level=none:keyint=6:min-keyint=6:bframes=2:crf=30'];
const PLAIN = ['-tune', 'zerolatency', '-x265-params', 'log-level=none:keyint=6:crf=30'];

const suite = hasNativeFfmpeg ? 'the command blocks' : `the command blocks (${NO_NATIVE_FFMPEG})`;

describe.skipIf(!hasNativeFfmpeg)(suite, { timeout: 60_000 }, () => {
  test.each(['b.mkv', 'b.mp4', 'b.hevc'])('%s: pictures are in output order', (name) => {
    encode(name, ...WITH_B);
    const { status, stderr } = blocks(inFolder(name), '--out', inFolder('b.json'));
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const { format, version, video, pictures } = JSON.parse(
      readFileSync(inFolder('b.json'), 'utf8'),
    );
    expect({ format, version, video }).toEqual({
      format: 'maskscope-blocks',
      version: 1,
      video: name,
    });
    expect(pictures).toHaveLength(12);
    expect(pictures.map(({ frame }: { frame: number }) => frame)).toEqual([...Array(12).keys()]);
    expect(pictures[0]).toMatchObject({
      type: 'I',
      damage: null,
      size: { width: 96, height: 64 },
      shown: { left: 0, top: 0, width: 90, height: 62 },
      area: { intra: 1 },
    });
    const types = new Set(pictures.map(({ type }: { type: string }) => type));
    expect(types).toEqual(new Set(['I', 'B', 'P']));
    for (const { bits, bitKinds, area, qpRange, qp } of pictures) {
      const { total, ...parts } = bits;
      expect(sum(Object.values(parts))).toBeCloseTo(total, 3);
      expect(sum(Object.values(bitKinds))).toBeCloseTo(bits.side + bits.residual, 3);
      expect(sum(Object.values(area))).toBeCloseTo(1, 9);
      expect(qp).toBeGreaterThanOrEqual(qpRange.least);
      expect(qp).toBeLessThanOrEqual(qpRange.most);
    }
  });

  test('units cover each picture and have all bits of its coding units', () => {
    encode('units.mkv', ...PLAIN);
    blocks(inFolder('units.mkv'), '--units', '--out', inFolder('units.json'));
    const { pictures } = JSON.parse(readFileSync(inFolder('units.json'), 'utf8'));
    for (const { type, units, codingUnits, bits } of pictures) {
      const all: readonly UnitRecord[] = units;
      expect(all).toHaveLength(codingUnits);
      expect(sum(all.map(({ size }) => size * size))).toBe(96 * 64);
      const counted = sum(all.flatMap((unit) => Object.values(unit.bits)));
      expect(counted).toBeCloseTo(bits.side + bits.residual, 3);
      for (const { size, prediction, mode } of all) {
        const area = sum(prediction.map(({ width, height }) => width * height));
        expect(area).toBe(size * size);
        for (const { intra, list0 } of prediction) {
          expect(intra === null).toBe(mode !== 'intra');
          expect(list0 === null).toBe(mode === 'intra');
        }
        if (type === 'I') expect(mode).toBe('intra');
      }
    }
  });

  test('a damaged picture is named, has what could be read, and the exit code is 1', () => {
    encode('whole.hevc', ...PLAIN);
    const stream = readFileSync(inFolder('whole.hevc'));
    writeFileSync(inFolder('cut.hevc'), stream.subarray(0, stream.length - 20));
    const { status, stderr } = blocks(inFolder('cut.hevc'), '--out', inFolder('cut.json'));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^cut\.hevc, frame 11: .+\.\n$/);
    const { pictures } = JSON.parse(readFileSync(inFolder('cut.json'), 'utf8'));
    expect(pictures[10].damage).toBeNull();
    expect(pictures[11].damage ?? pictures[11].fault).toBeTruthy();
  });

  test('what is no HEVC video is refused by name, and no file is written', () => {
    const input = ['-f', 'lavfi', '-i', 'testsrc=size=64x64', '-frames:v', '2'];
    spawnSync('ffmpeg', ['-v', 'error', ...input, '-c:v', 'libx264', inFolder('avc.mp4')]);
    const { status, stderr } = blocks(inFolder('avc.mp4'), '--out', inFolder('avc.json'));
    expect(status).toBe(2);
    expect(stderr).toContain('avc.mp4 is avc, not HEVC');
    expect(() => readFileSync(inFolder('avc.json'))).toThrow('ENOENT');
  });
});

function sum(values: readonly unknown[]): number {
  return values.reduce<number>((total, value) => total + Number(value), 0);
}
