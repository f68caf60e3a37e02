import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { movingDiscs } from '../masks/testMaps.ts';
import { decodeLabelMapPng, encodeLabelMapPng } from '../sequence/labelMapPng.ts';

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

/** Runs it on files of the folder. */
function masks(command: string, ...args: readonly string[]) {
  const located = args.map((arg) => (/^[a-z]+(\.msk)?$/.test(arg) ? join(folder, arg) : arg));
  const node = ['--import', 'tsx', 'src/commands/masks.ts', command, ...located];
  return spawnSync(process.execPath, node, { cwd: ROOT, encoding: 'utf8' });
}

describe('the command masks', { timeout: 60_000 }, () => {
  it('gives every id back through a lossless file, and tells what is in it', () => {
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

  it('names the maps of a file that is cut off, and writes the others', () => {
    masks('encode', 'discs', 'discs.msk', '--quality', '60', '--refresh', '2');
    const file = readFileSync(join(folder, 'discs.msk'));
    writeFileSync(join(folder, 'cut.msk'), file.subarray(0, file.length - 3));
    const { status, stderr } = masks('decode', 'cut.msk', 'back');
    expect(status).toBe(1);
    expect(stderr).toContain('map 3: the packet is missing');
    expect(stderr).not.toContain('map 1');
  });

  it('names a folder without maps and a map of another size', () => {
    mkdirSync(join(folder, 'empty'));
    expect(masks('encode', 'empty', 'a.msk').stderr).toContain('empty holds no PNG files');
    const small = encodeLabelMapPng(new Uint8Array(6), { width: 3, height: 2 });
    writeFileSync(join(folder, 'discs/00004.png'), small);
    expect(masks('encode', 'discs', 'a.msk').stderr).toContain('00004.png is 3×2');
  });
});
