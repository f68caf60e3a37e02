import { afterEach, describe, expect, it, vi } from 'vitest';
import { listHttpSequences } from './httpSequences.ts';
import { encodeLabelMapPng } from './labelMapPng.ts';
import type { SequenceIndexFile } from './sequenceIndex.ts';

const png = Uint8Array.from(encodeLabelMapPng(Uint8Array.of(0, 1, 2, 0), { width: 2, height: 2 }));
const dog = { name: 'dog', pictures: ['0.png', '1.png'], annotations: ['0.png', '1.png'] };

/** Simulates a web server with these files. @returns the requested addresses */
function serve(files: Record<string, BodyInit>, answer?: () => Response): string[] {
  const requested: string[] = [];
  vi.stubGlobal('fetch', async (address: string) => {
    requested.push(address);
    const body = files[address];
    return body === undefined
      ? (answer?.() ?? new Response('no', { status: 404 }))
      : new Response(body, { headers: { 'content-type': 'application/octet-stream' } });
  });
  return requested;
}

function indexOf(index: SequenceIndexFile): string {
  return JSON.stringify(index);
}

afterEach(() => vi.unstubAllGlobals());

describe('listHttpSequences', () => {
  it('fetches the first picture and annotation of each sequence, and others when read', async () => {
    const requested = serve({
      '/app/samples/index.json': indexOf({ sequences: [dog] }),
      '/app/samples/JPEGImages/480p/dog/0.png': png,
      '/app/samples/Annotations/480p/dog/0.png': png,
      '/app/samples/JPEGImages/480p/dog/1.png': png,
    });
    const { sequences, broken } = await listHttpSequences('/app/samples/', 'built-in');
    expect(broken).toEqual([]);
    expect(sequences[0]).toMatchObject({
      name: 'dog',
      origin: 'built-in',
      size: { width: 2, height: 2 },
      objectIds: [1, 2],
    });
    expect(requested).toHaveLength(3);
    expect((await sequences[0]?.readPicture(1))?.size).toBe(png.length);
  });

  it('fetches only the index if it contains sizes and objects', async () => {
    const known = { ...dog, size: { width: 2, height: 2 }, objectIds: [1] };
    const requested = serve({ '/davis/index.json': indexOf({ sequences: [known] }) });
    const { sequences } = await listHttpSequences('/davis/', 'served');
    expect(sequences[0]?.objectIds).toEqual([1]);
    expect(requested).toEqual(['/davis/index.json']);
  });

  it.each([
    [{ resolution: '1080p' }, '/davis/JPEGImages/1080p/big%20dog/0.png'],
    [{ resolution: '' }, '/davis/JPEGImages/big%20dog/0.png'],
  ])('uses the folder in the index: %j', async (folder, address) => {
    const index = { ...folder, sequences: [{ ...dog, name: 'big dog' }] };
    const requested = serve({ '/davis/index.json': indexOf(index) });
    const { broken } = await listHttpSequences('/davis/', 'served');
    expect(requested).toContain(address);
    expect(broken[0]?.problem).toBe(
      `${address} could not be loaded: the server returned 404. Check that the file exists and reload the page.`,
    );
  });

  it('lists broken sequences and problems that the server reports', async () => {
    serve({
      '/a/index.json': indexOf({ sequences: [], broken: [{ name: 'cat', problem: 'No mask.' }] }),
      '/b/index.json': indexOf({ sequences: [], problem: '/data does not exist.' }),
    });
    const { broken } = await listHttpSequences('/a/', 'served');
    expect(broken).toEqual([{ name: 'cat', origin: 'served', problem: 'No mask.' }]);
    await expect(listHttpSequences('/b/', 'served')).rejects.toThrow('/data does not exist.');
  });

  it('names the address when the index is missing or invalid', async () => {
    serve({
      '/a/index.json': '{',
      '/b/index.json': JSON.stringify({ sequences: [{ ...dog, name: '../etc' }] }),
    });
    const list = (base: string) => listHttpSequences(base, 'built-in');
    await expect(list('/a/')).rejects.toThrow(
      '/a/index.json is not a list of sequences: it is not JSON.',
    );
    await expect(list('/b/')).rejects.toThrow('must be a plain name');
    await expect(list('/c/')).rejects.toThrow('/c/index.json could not be loaded');
    const page = () => new Response('<html>', { headers: { 'content-type': 'text/html' } });
    serve({}, page);
    await expect(list('/d/')).rejects.toThrow('the file does not exist');
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(list('/e/')).rejects.toThrow('the server does not respond');
  });
});
