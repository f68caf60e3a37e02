import { afterEach, describe, expect, it, vi } from 'vitest';
import { filesOfZip } from '../files/zipFiles.ts';
import { type ArchivedSequence, labelMapArchive } from './labelMapArchive.ts';
import { decodeLabelMapPng } from './labelMapPng.ts';
import { allocateLabelMaps, labelMap } from './labelMaps.ts';

const size = { width: 5, height: 3 };
const frameNames = ['00000.jpg', '00005.jpg', '00010.jpg'];

function sequence(name: string): ArchivedSequence {
  const maps = allocateLabelMaps(size, frameNames.length);
  for (const index of frameNames.keys()) {
    labelMap(maps, index).set(Array.from({ length: 15 }, (_, pixel) => (pixel * (index + 1)) % 4));
  }
  return { sequence: name, maps, frameNames };
}

async function read(archive: Blob) {
  const files = await filesOfZip(archive, 'masks.zip');
  return Promise.all(
    files.map(async ({ path, blob }) => {
      const png = new Uint8Array(await (await blob()).arrayBuffer());
      return { path, map: decodeLabelMapPng(png, path, size).ids };
    }),
  );
}

afterEach(() => void vi.useRealTimers());

describe('labelMapArchive', () => {
  it('writes DAVIS results as SEQUENCE/00000.png and preserves the ids', async () => {
    const dog = sequence('dog');
    const files = await read(await labelMapArchive([dog, sequence('cat')], 'davis'));
    expect(files.map(({ path }) => path)).toEqual([
      'masks.zip/dog/00000.png',
      'masks.zip/dog/00005.png',
      'masks.zip/dog/00010.png',
      'masks.zip/cat/00000.png',
      'masks.zip/cat/00005.png',
      'masks.zip/cat/00010.png',
    ]);
    for (const index of [0, 1, 2]) expect(files[index]?.map).toEqual(labelMap(dog.maps, index));
  });

  it('writes YouTube-VOS results as Annotations/ID/00000.png for the given frames', async () => {
    async function* sequences() {
      yield { ...sequence('valid/0062f687f1'), frames: [0, 2] };
    }
    const files = await read(await labelMapArchive(sequences(), 'youtube-vos'));
    expect(files.map(({ path }) => path)).toEqual([
      'masks.zip/Annotations/0062f687f1/00000.png',
      'masks.zip/Annotations/0062f687f1/00010.png',
    ]);
  });

  it('is reproducible', async () => {
    const write = async () => {
      const archive = await labelMapArchive([sequence('dog')], 'davis');
      return Buffer.from(await archive.arrayBuffer());
    };
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-02T03:04:05Z') });
    const first = await write();
    vi.setSystemTime(new Date('2031-10-11T12:13:14Z'));
    expect(first.equals(await write())).toBe(true);
  });

  it('rejects two sequences with the same name', async () => {
    const archive = labelMapArchive([sequence('a/dog'), sequence('b/dog')], 'davis');
    await expect(archive).rejects.toThrow('Two sequences are called dog');
  });
});
