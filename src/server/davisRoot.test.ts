import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, createLogger, createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listHttpSequences } from '../sequence/httpSequences.ts';
import { encodeLabelMapPng } from '../sequence/labelMapPng.ts';
import { hasShared, SHARED, withShared } from '../testing/sharedFixtures.ts';
import { davisRoot } from './davisRoot.ts';

const png = encodeLabelMapPng(Uint8Array.of(0, 1, 2, 0), { width: 2, height: 2 });
const open: ViteDevServer[] = [];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maskscope-davis-'));
  await writeFile(join(folder, 'secret.png'), 'secret');
  for (const [kind, count] of [
    ['JPEGImages', 2],
    ['Annotations', 2],
  ] as const) {
    for (const name of ['dog', 'cat']) {
      const path = join(folder, 'davis', kind, '480p', name);
      await mkdir(path, { recursive: true });
      for (let index = 0; index < count; index++) await writeFile(join(path, `0${index}.png`), png);
    }
  }
  await rm(join(folder, 'davis/Annotations/480p/cat/00.png'));
  await symlink(join(folder, 'secret.png'), join(folder, 'davis/JPEGImages/480p/dog/link.png'));
  await writeFile(join(folder, 'davis/JPEGImages/480p/dog/notes.txt'), 'notes');
  await mkdir(join(folder, 'page'));
  await writeFile(join(folder, 'page/index.html'), '<!doctype html>');
});

afterAll(async () => {
  await Promise.all(open.map((server) => server.close()));
  await rm(folder, { recursive: true });
});

/** Starts a dev server; returns its address and its terminal output. */
async function serve(root: string | undefined, base = '/') {
  const output: string[] = [];
  const customLogger = createLogger('silent');
  for (const level of ['info', 'warn', 'error'] as const) {
    customLogger[level] = (message) => void output.push(message);
  }
  const server = await createServer({
    root: join(folder, 'page'),
    base,
    configFile: false,
    plugins: [davisRoot(root)],
    customLogger,
    server: { port: 0, ws: false },
  });
  open.push(server);
  await server.listen();
  const page = server.resolvedUrls?.local[0] ?? '';
  return { address: `${page}davis/`, port: Number(new URL(page).port), output };
}

/** The status of a raw request; `fetch` would resolve `..` first. */
function statusOf(port: number, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ host: 'localhost', port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

describe('davisRoot', () => {
  it.each(['davis', ''])('serves the sequences of a folder, chosen as "%s"', async (chosen) => {
    const { address, output } = await serve(join(folder, chosen));
    const { sequences, broken } = await listHttpSequences(address, 'served');
    expect(sequences).toMatchObject([
      { name: 'dog', size: { width: 2, height: 2 }, objectIds: [1, 2] },
    ]);
    expect(broken).toMatchObject([
      { name: 'cat', origin: 'served' },
      { name: 'JPEGImages/480p/dog/link.png', origin: 'served' },
    ]);
    expect(broken[0]?.problem).toContain('Annotations/480p/cat/00.png is missing');
    expect(broken[1]?.problem).toContain('is a link to something outside of JPEGImages');
    const picture = await sequences[0]?.readPicture(1);
    expect(picture?.type).toBe('image/png');
    expect(new Uint8Array((await picture?.arrayBuffer()) ?? [])).toEqual(png);
    expect(output.join('\n')).toContain('DAVIS_ROOT: 1 sequence in ');
    expect(output.join('\n')).toContain('DAVIS_ROOT: cat cannot be opened.');
  });

  it('serves YouTube-VOS, including objects that appear later', async () => {
    const valid = join(folder, 'youtube/valid');
    for (const [kind, frames] of [
      ['JPEGImages', ['00000', '00005', '00010', '00015', '00020']],
      ['Annotations', ['00000', '00010']],
    ] as const) {
      await mkdir(join(valid, kind, '0062f687f1'), { recursive: true });
      for (const frame of frames)
        await writeFile(join(valid, kind, '0062f687f1', `${frame}.png`), png);
    }
    const objects = { '1': { category: 'dog', frames: ['00000', '00010'] } };
    await writeFile(
      join(valid, 'meta.json'),
      JSON.stringify({ videos: { '0062f687f1': { objects } } }),
    );
    const { address } = await serve(valid);
    const { sequences, broken } = await listHttpSequences(address, 'served');
    expect(broken).toEqual([]);
    expect(sequences).toMatchObject([
      { name: '0062f687f1', layout: 'youtube-vos', laterObjects: true, submittedFrames: [0, 2] },
    ]);
    expect(await sequences[0]?.readAnnotation(1)).toBeNull();
    expect((await sequences[0]?.readAnnotation(2))?.size).toBe(png.length);
  });

  it('reports a folder of JPEGImages that contains no sequence', async () => {
    await mkdir(join(folder, 'bare/JPEGImages/480p'), { recursive: true });
    const { address } = await serve(join(folder, 'bare'));
    await expect(listHttpSequences(address, 'served')).rejects.toThrow('contains no sequence');
  });

  it('serves below the base path', async () => {
    const { address } = await serve(join(folder, 'davis'), '/maskscope/');
    expect((await listHttpSequences(address, 'served')).sequences).toHaveLength(1);
  });

  it('follows links that stay inside the folder, and skips what macOS leaves in it', async () => {
    const linked = join(folder, 'linked');
    for (const kind of ['JPEGImages', 'Annotations']) {
      const dog = join(folder, 'davis', kind, '480p/dog');
      const target = join(linked, kind, '480p');
      await mkdir(join(target, 'dog'), { recursive: true });
      for (const file of ['00.png', '01.png']) {
        await cp(join(dog, file), join(target, 'dog', file));
        await writeFile(join(target, 'dog', `._${file}`), 'macOS');
      }
      await symlink(join(target, 'dog'), join(target, 'same'));
      await symlink(join(target, 'dog/01.png'), join(target, 'dog/02.png'));
    }
    const { address } = await serve(linked);
    const { sequences, broken } = await listHttpSequences(address, 'served');
    expect(broken).toEqual([]);
    expect(sequences.map(({ name, pictureNames }) => [name, pictureNames])).toEqual([
      ['dog', ['00.png', '01.png', '02.png']],
      ['same', ['00.png', '01.png', '02.png']],
    ]);
    expect((await sequences[1]?.readPicture(2))?.size).toBe(png.length);
  });

  it('sends nothing from outside the folder, and only pictures from inside', async () => {
    const { port } = await serve(join(folder, 'davis'));
    const dog = '/davis/JPEGImages/480p/dog';
    expect(await statusOf(port, `${dog}/00.png`)).toBe(200);
    for (const [path, status] of [
      ['/davis/../secret.png', 400],
      ['/davis/JPEGImages/../../secret.png', 400],
      ['/davis/%2e%2e/secret.png', 400],
      ['/davis/JPEGImages/%2e%2e/%2e%2e/secret.png', 400],
      ['/davis/JPEGImages%2f..%2f..%2fsecret.png', 400],
      ['/davis/JPEGImages/..%5c..%5csecret.png', 400],
      [`/davis/${folder}/secret.png`, 400],
      [`${dog}/00.png%00.png`, 400],
      [`${dog}/%zz.png`, 400],
      [`${dog}/link.png`, 403],
      [`${dog}/notes.txt`, 404],
      [`${dog}/99.png`, 404],
      ['/davis/secret.png', 404],
      ['/davis/', 400],
    ] as const) {
      expect(await statusOf(port, path), path).toBe(status);
    }
  });

  it('is read-only, and sends a file again only if it changed', async () => {
    const { address } = await serve(join(folder, 'davis'));
    const file = `${address}JPEGImages/480p/dog/00.png`;
    expect((await fetch(file, { method: 'PUT', body: 'x' })).status).toBe(405);
    expect((await fetch(`${address}index.json`, { method: 'DELETE' })).status).toBe(405);
    const head = await fetch(file, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(png.length));
    const headers = { 'if-none-match': head.headers.get('etag') ?? '' };
    expect((await fetch(file, { headers })).status).toBe(304);
  });

  it('serves an empty index without a folder, on the server and in a build', async () => {
    const { address, output } = await serve(undefined);
    expect(await (await fetch(`${address}index.json`)).json()).toEqual({ sequences: [] });
    expect((await fetch(`${address}JPEGImages/480p/dog/00.png`)).status).toBe(404);
    expect(output.join('\n')).not.toContain('DAVIS_ROOT');
    const plugins = [davisRoot(join(folder, 'davis'))];
    await build({ root: join(folder, 'page'), configFile: false, plugins, logLevel: 'silent' });
    const built = await readFile(join(folder, 'page/dist/davis/index.json'), 'utf8');
    expect(JSON.parse(built)).toEqual({ sequences: [] });
  });

  it('reports on the terminal and to the page why a folder cannot be used', async () => {
    const missing = await serve(join(folder, 'nowhere'));
    await expect(listHttpSequences(missing.address, 'served')).rejects.toThrow(
      `${join(folder, 'nowhere')} does not exist. Set DAVIS_ROOT to a folder in the DAVIS layout.`,
    );
    expect(missing.output.join('\n')).toContain(`DAVIS_ROOT=${join(folder, 'nowhere')}: `);

    const { address } = await serve(join(folder, 'page'));
    await expect(listHttpSequences(address, 'served')).rejects.toThrow('is not a DAVIS folder');

    const file = await serve(join(folder, 'secret.png'));
    await expect(listHttpSequences(file.address, 'served')).rejects.toThrow(
      'as a folder (ENOTDIR)',
    );

    await cp(join(folder, 'davis'), join(folder, 'several/a'), { recursive: true });
    await cp(join(folder, 'davis'), join(folder, 'several/b'), { recursive: true });
    const several = await serve(join(folder, 'several'));
    await expect(listHttpSequences(several.address, 'served')).rejects.toThrow(
      'contains several DAVIS folders',
    );
  });
});

describe.skipIf(!hasShared)(withShared('davisRoot on ../shared/davis'), () => {
  it('lists ten sequences without a request for any picture', async () => {
    const { address } = await serve(join(SHARED, 'davis'));
    const { sequences, broken } = await listHttpSequences(address, 'served');
    expect(broken).toEqual([]);
    expect(sequences).toHaveLength(10);
  });
});
