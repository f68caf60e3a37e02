import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeRuntime, serveModels } from '../../../testing/testNetworks.ts';
import { zipOf } from '../../../testing/testZip.ts';
import { drawScene } from '../../testing/testScene.ts';
import { openCompact } from '../compact/compactNetwork.ts';
import type { VosNetwork } from '../vosNetwork.ts';
import { readOwnModel } from './ownModel.ts';
import { openOwn } from './ownNetwork.ts';

const SCENE = { width: 151, height: 101, objects: 2 };
const IDS = [3, 7];
const FOLDER = resolve(import.meta.dirname, '../../../../models/compact_vos');
const NAMES = ['encode_key.onnx', 'encode_value.onnx', 'read.onnx', 'metadata.json'] as const;
const FILES = Object.fromEntries(
  NAMES.map((name) => [name, Uint8Array.from(readFileSync(resolve(FOLDER, name)))]),
);

beforeAll(serveModels);

describe('a custom network', () => {
  it('segments like the built-in network with the same graphs', async () => {
    const runtime = await nodeRuntime();
    const archive = await zipOf(
      Object.fromEntries(Object.entries(FILES).map(([name, bytes]) => [`mine/${name}`, bytes])),
    );
    const model = await readOwnModel(archive, 'mine.zip');
    const own = await openOwn(runtime, model, SCENE, IDS.length);
    const ours = await openCompact(runtime, 'compact', SCENE, IDS.length);
    expect(await segmented(own)).toEqual(await segmented(ours));
    await own.close();
    await ours.close();
  });

  it('is refused if a graph has another interface', async () => {
    // The second graph in place of the third.
    const swapped = { ...FILES, 'read.onnx': bytesOf('encode_value.onnx') };
    const model = await readOwnModel(await zipOf(swapped), 'mine.zip');
    await expect(openOwn(await nodeRuntime(), model, SCENE, 1)).rejects.toThrow(
      'mine.zip/read.onnx has an unknown input “masks”; the available inputs are key, feature8,',
    );
    const first = { ...FILES, 'encode_value.onnx': bytesOf('encode_key.onnx') };
    const other = await readOwnModel(await zipOf(first), 'mine.zip');
    await expect(openOwn(await nodeRuntime(), other, SCENE, 1)).rejects.toThrow(
      'mine.zip/encode_value.onnx has an unknown input “image”',
    );
  });

  it('is refused if a file is not a graph', async () => {
    const broken = { ...FILES, 'read.onnx': new TextEncoder().encode('<html>') };
    const model = await readOwnModel(await zipOf(broken), 'mine.zip');
    await expect(openOwn(await nodeRuntime(), model, SCENE, 1)).rejects.toThrow(
      'The network mine.zip/read.onnx could not be started on wasm, 1 thread',
    );
  });

  it('is refused if a graph keeps its weights in another file', async () => {
    // An entry of external_data: key and value, each with its tag and length.
    const entry = new TextEncoder().encode('\n\blocation\x12\x0aread.bytes');
    const external = {
      ...FILES,
      'read.onnx': Uint8Array.from([...bytesOf('read.onnx'), ...entry]),
    };
    await expect(readOwnModel(await zipOf(external), 'mine.zip')).rejects.toThrow(
      'mine.zip/read.onnx keeps its weights in another file, read.bytes, which is not read. Save the graph with its weights in it, in Python beside that file: import onnx; onnx.save(onnx.load("read.onnx"), "read.onnx")',
    );
  });

  it.each(NAMES)('is refused without %s', async (missing) => {
    const { [missing]: _, ...others } = FILES;
    await expect(readOwnModel(await zipOf(others), 'mine.zip')).rejects.toThrow(
      `mine.zip contains no ${missing}. A custom network is an archive of encode_key.onnx`,
    );
  });

  it('is refused with a duplicate file', async () => {
    const twice = { ...FILES, 'old/read.onnx': bytesOf('read.onnx') };
    await expect(readOwnModel(await zipOf(twice), 'mine.zip')).rejects.toThrow(
      'mine.zip contains two files named read.onnx (mine.zip/read.onnx, mine.zip/old/read.onnx)',
    );
  });

  it.each([
    ['{', 'mine.zip/metadata.json is not JSON'],
    ['{"short_side": 240, "multiple": 16, "capacity": 5}', 'metadata.json is invalid: interval'],
    [
      '{"short_side": 240, "multiple": 16, "capacity": 1, "interval": 5}',
      'metadata.json is invalid: capacity',
    ],
  ])('is refused with %s as its settings', async (text, message) => {
    const files = { ...FILES, 'metadata.json': new TextEncoder().encode(text) };
    await expect(readOwnModel(await zipOf(files), 'mine.zip')).rejects.toThrow(message);
  });
});

function bytesOf(name: string): Uint8Array {
  return FILES[name] ?? new Uint8Array();
}

/** Label maps of three frames. */
async function segmented(network: VosNetwork): Promise<Uint8Array[]> {
  const first = drawScene(SCENE, 0);
  const run = await network.begin(first.planes, first.map, IDS);
  const maps: Uint8Array[] = [];
  for (const time of [1, 2, 3]) {
    const map = new Uint8Array(first.map.length);
    await run.segment(drawScene(SCENE, time).planes, map);
    maps.push(map);
  }
  run.dispose();
  return maps;
}
