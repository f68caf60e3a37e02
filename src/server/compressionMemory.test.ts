import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it, vi } from 'vitest';
import { compressFolder } from './compression.ts';

/** Whether writes of compressed files end halfway, as on a full disk. */
const disk = vi.hoisted(() => ({ isFull: false }));

vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof import('node:fs/promises')>();
  const cutOff = async (file: string, data: Buffer) => {
    const { isFull } = disk;
    await actual.writeFile(file, isFull ? data.subarray(0, data.length / 2) : data);
    if (isFull) throw new Error('the disk is full');
  };
  return { ...actual, writeFile: cutOff };
});

it('never remembers a compressed file that was written in part', async () => {
  const root = await mkdtemp(join(tmpdir(), 'maskscope-compression-'));
  try {
    const [dist, memory] = [join(root, 'dist'), join(root, 'memory')];
    const text = 'console.log("hello");\n'.repeat(200);
    await mkdir(dist);
    await writeFile(join(dist, 'main-1.js'), Buffer.from(text));
    disk.isFull = true;
    await expect(compressFolder(dist, memory)).rejects.toThrow('the disk is full');
    disk.isFull = false;
    await compressFolder(dist, memory);
    expect(brotliDecompressSync(await readFile(join(dist, 'main-1.js.br'))).toString()).toBe(text);
    expect(gunzipSync(await readFile(join(dist, 'main-1.js.gz'))).toString()).toBe(text);
  } finally {
    await rm(root, { recursive: true });
  }
});
