import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { headersFile } from './isolation.ts';
import { listFiles } from './offlineWorker.ts';

const TEXTS = {
  'index.html': '<!doctype html>',
  'assets/main-1.js': 'void 0',
  'icon.svg': '<svg/>',
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maskscope-list-'));
  await mkdir(join(folder, 'assets'));
  for (const [url, text] of Object.entries(TEXTS)) await writeFile(join(folder, url), text);
});

afterAll(() => rm(folder, { recursive: true }));

function list(headers: string) {
  return listFiles(folder, [...Object.keys(TEXTS), '_headers'], headers);
}

it('lists every file that is kept with its digest, and with a revision unless its name has one', async () => {
  const files = await list(headersFile());
  expect(files.map(({ url }) => url)).toEqual(Object.keys(TEXTS));
  for (const { url, sha256, bytes, revision } of files) {
    const text = TEXTS[url as keyof typeof TEXTS];
    expect(sha256).toBe(createHash('sha256').update(text).digest('hex'));
    expect(bytes).toBe(text.length);
    expect(revision === null).toBe(url.startsWith('assets/'));
  }
});

it('gives the page another revision with other headers, and no other file', async () => {
  const former = await list(headersFile());
  const files = await list(headersFile(['https://example.org']));
  const changed = files.filter(({ revision }, index) => revision !== former[index]?.revision);
  expect(changed.map(({ url }) => url)).toEqual(['index.html']);
});
