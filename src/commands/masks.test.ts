import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { movingDiscs } from '../masks/testing/testMaps.ts';
import { decodeLabelMapPng, encodeLabelMapPng } from '../sequence/labelMapPng.ts';
import { hasNativeFfmpeg } from '../testing/nativeFfmpeg.ts';

const ROOT = join(import.meta.dirname, '../..');
const source = movingDiscs(120, 90, 4, [1, 5]);
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-masks-'));
  mkdirSync(join(folder, 'discs'));
  for (let index = 0; index < source.count; index++) {
    const png = encodeLabelMapPng(source.map(index), source.size);
    writeFileSync(join(folder, 'discs', `0000${index}.png`), png);
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command with paths relative to the folder. */
function masks(command: string, ...args: readonly string[]) {
  const located = args.map((arg) => (/^[a-z]+(\.[a-z]{3})?$/.test(arg) ? join(folder, arg) : arg));
  const node = ['--import', 'tsx', 'src/commands/masks.ts', command, ...located];
  return spawnSync(process.execPath, node, { cwd: ROOT, encoding: 'utf8' });
}

describe('the command masks', { timeout: 60_000 }, () => {
  it('reproduces all ids through a lossless file, and describes the file', () => {
    expect(masks('encode', 'discs', 'discs.msk', '--lossless').status).toBe(0);
    expect(masks('decode', 'discs.msk', 'back').status).toBe(0);
    for (let index = 0; index < source.count; index++) {
      const name = `back/0000${index}.png`;
      const png = Uint8Array.from(readFileSync(join(folder, name)));
      expect(decodeLabelMapPng(png, name).ids).toEqual(source.map(index));
    }
    const { status, stdout } = masks('info', 'discs.msk');
    expect(status).toBe(0);
    const file = readFileSync(join(folder, 'discs.msk'));
    const info = JSON.parse(stdout);
    expect(info).toMatchObject({ width: 120, height: 90, ids: [0, 1, 5], maps: 4, refreshes: 1 });
    expect(info.bitsPerPixel).toBeCloseTo((file.length * 8) / (120 * 90 * 4), 1);
  });

  it('reports the damaged maps of a truncated file and writes the others', () => {
    masks('encode', 'discs', 'discs.msk', '--quality', '60', '--refresh', '2');
    const file = readFileSync(join(folder, 'discs.msk'));
    writeFileSync(join(folder, 'cut.msk'), file.subarray(0, file.length - 3));
    const { status, stderr } = masks('decode', 'cut.msk', 'back');
    expect(status).toBe(1);
    expect(stderr).toContain('map 3: the packet is missing');
    expect(stderr).not.toContain('map 1');
  });

  it('reports a folder without maps and a map of another size', () => {
    mkdirSync(join(folder, 'empty'));
    expect(masks('encode', 'empty', 'a.msk').stderr).toContain('empty contains no PNG files');
    const small = encodeLabelMapPng(new Uint8Array(6), { width: 3, height: 2 });
    writeFileSync(join(folder, 'discs/00004.png'), small);
    expect(masks('encode', 'discs', 'a.msk').stderr).toContain('00004.png is 3×2');
  });

  it.skipIf(!hasNativeFfmpeg)('adds masks to a video and extracts them again', () => {
    encodeVideo('video.mkv', '120x90', source.count);
    masks('encode', 'discs', 'discs.msk', '--refresh', '2');
    expect(masks('mux', 'video.mkv', 'discs.msk', 'ours.mkv').stderr).toBe('');
    expect(masks('mux', 'ours.mkv', 'discs.msk', 'b.mkv').stderr).toContain(
      'carries masks already',
    );
    expect(masks('mux', 'ours.mkv', 'ours.mkv', 'b.mkv', '--replace').stderr).toBe('');
    expect(masks('demux', 'b.mkv', 'back.msk', '--video', join(folder, 'plain.mkv')).stderr).toBe(
      '',
    );
    expect(read('back.msk')).toEqual(read('discs.msk'));
    expect(masks('info', 'ours.mkv').stdout).toBe(
      masks('info', 'discs.msk').stdout.replace('discs.msk', 'ours.mkv'),
    );
    expect(masks('demux', 'plain.mkv', 'a.msk').stderr).toContain('plain.mkv carries no masks');
    // ffmpeg decodes the same frames, without warnings.
    const decoded = ['video.mkv', 'ours.mkv', 'plain.mkv'].map(framesOf);
    expect(new Set(decoded).size).toBe(1);
  });

  it.skipIf(!hasNativeFfmpeg)('refuses masks of another video', () => {
    masks('encode', 'discs', 'discs.msk');
    encodeVideo('longer.mkv', '120x90', source.count + 1);
    encodeVideo('wider.mkv', '128x90', source.count);
    const longer = masks('mux', 'longer.mkv', 'discs.msk', 'a.mkv');
    expect(longer.stderr).toContain(
      'longer.mkv has 5 pictures, but the mask stream has 4 label maps',
    );
    const wider = masks('mux', 'wider.mkv', 'discs.msk', 'a.mkv');
    expect(wider.stderr).toContain('wider.mkv has pictures of 128×90, discs.msk maps of 120×90');
    expect([longer.status, wider.status]).toEqual([2, 2]);
  });
});

function read(name: string): string {
  return readFileSync(join(folder, name)).toString('base64');
}

function encodeVideo(name: string, size: string, frames: number): void {
  const input = ['-f', 'lavfi', '-i', `testsrc2=size=${size},format=yuv420p`];
  const x265 = ['-c:v', 'libx265', '-x265-params', 'log-level=none:keyint=2'];
  ffmpeg(...input, '-frames:v', String(frames), ...x265, join(folder, name));
}

function framesOf(name: string): string {
  return ffmpeg('-i', join(folder, name), '-f', 'framemd5', 'pipe:');
}

/** Returns the output of ffmpeg; fails on warnings. */
function ffmpeg(...args: readonly string[]): string {
  const done = spawnSync('ffmpeg', ['-v', 'warning', ...args], { encoding: 'utf8' });
  expect(done.stderr).toBe('');
  return done.stdout;
}
