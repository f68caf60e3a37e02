import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { preview } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { caching } from './caching.ts';
import { compressFolder, compression } from './compression.ts';

const TEXT = 'console.log("hello");\n'.repeat(200);

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'maskscope-compression-'));
  const assets = join(root, 'dist/assets');
  await mkdir(assets, { recursive: true });
  await writeFile(join(root, 'dist/index.html'), `<!doctype html>${TEXT}`);
  await writeFile(join(assets, 'main-1.js'), TEXT);
  await writeFile(join(assets, 'small-1.js'), 'void 0');
  await writeFile(join(assets, 'noise-1.wasm'), randomBytes(5000));
  await compressFolder(join(root, 'dist'), join(root, 'memory'));
});

afterAll(() => rm(root, { recursive: true }));

it('puts files beside those that compress, with the same content', async () => {
  const file = join(root, 'dist/assets/main-1.js');
  expect(brotliDecompressSync(await readFile(`${file}.br`)).toString()).toBe(TEXT);
  expect(gunzipSync(await readFile(`${file}.gz`)).toString()).toBe(TEXT);
  for (const name of ['small-1.js', 'noise-1.wasm']) {
    expect(existsSync(join(root, 'dist/assets', `${name}.br`))).toBe(false);
  }
});

it('serves what the browser accepts, with type, encoding and time to keep it', async () => {
  const server = await preview({
    ...{ root, plugins: [caching(), compression()], configFile: false, logLevel: 'silent' },
    preview: { port: 0 },
  });
  try {
    const address = server.resolvedUrls?.local[0] ?? '';
    const ask = (path: string, headers: Record<string, string>) =>
      new Promise<IncomingMessage['headers']>((resolve, reject) => {
        get(address + path, { headers }, (answer) => {
          answer.resume();
          resolve(answer.headers);
        }).on('error', reject);
      });
    const script = 'assets/main-1.js';
    expect(await ask(script, { 'Accept-Encoding': 'gzip, deflate, br' })).toMatchObject({
      'content-encoding': 'br',
      'content-type': 'text/javascript',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: expect.stringContaining('Accept-Encoding'),
    });
    const gzipped = await ask(script, { 'Accept-Encoding': 'gzip, br;q=0' });
    expect(gzipped['content-encoding']).toBe('gzip');
    expect((await ask(script, {}))['content-encoding']).toBeUndefined();
    const part = await ask(script, { 'Accept-Encoding': 'br', Range: 'bytes=0-9' });
    expect(part['content-encoding']).toBeUndefined();
    expect(await ask('', { 'Accept-Encoding': 'br' })).toMatchObject({
      'content-encoding': 'br',
      'content-type': expect.stringContaining('text/html'),
      'cache-control': 'no-cache',
    });
  } finally {
    await server.close();
  }
});
