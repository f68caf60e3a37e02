import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { maskPng, picturePng } from '../../testing/testFiles.ts';
import { servedInputs } from './servedInputs.ts';

let files: Map<string, string | Uint8Array>;
let server: Server;
let url: string;

beforeEach(async () => {
  const sequence = { name: 'dog', pictures: ['0.png', '1.png', '2.png'], annotations: ['0.png'] };
  files = new Map<string, string | Uint8Array>([
    ['/davis/index.json', JSON.stringify({ sequences: [sequence] })],
    ['/samples/index.json', JSON.stringify({ sequences: [] })],
    ['/davis/Annotations/480p/dog/0.png', maskPng()],
    ...[0, 1, 2].map((index) => [`/davis/JPEGImages/480p/dog/${index}.png`, picturePng()] as const),
  ]);
  server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

const inputs = (frameLimit: number | null = null) =>
  servedInputs(url, frameLimit, new AbortController().signal);

test('the input of a sequence depends on the files of the evaluated frames', async () => {
  const before = await inputs()('dog');
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(await inputs()('dog')).toBe(before);
  const firstTwo = await inputs(2)('dog');
  files.set('/davis/JPEGImages/480p/dog/2.png', maskPng(2));
  expect(await inputs()('dog')).not.toBe(before);
  expect(await inputs(2)('dog')).toBe(firstTwo);
});

test('a sequence that cannot be opened has no input', async () => {
  expect(await inputs()('cat')).toBeNull();
  files.delete('/davis/JPEGImages/480p/dog/0.png');
  expect(await inputs()('dog')).toBeNull();
  files.set(
    '/davis/index.json',
    JSON.stringify({ sequences: [], problem: 'It is no DAVIS folder.' }),
  );
  expect(await inputs()('dog')).toBeNull();
});

test('a deleted file is reported', async () => {
  files.delete('/davis/JPEGImages/480p/dog/2.png');
  await expect(inputs()('dog')).rejects.toThrow(/dog\/2\.png could not be loaded/);
});
