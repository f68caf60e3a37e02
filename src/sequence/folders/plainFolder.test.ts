import { describe, expect, it } from 'vitest';
import { hasShared, sharedFiles, withShared } from '../../testing/sharedFixtures.ts';
import { foundFile, maskPng, picturePng } from '../../testing/testFiles.ts';
import { readVideoFacts } from '../../testing/videoReader.ts';
import { listFiles } from '../openFiles.ts';
import { readTruth } from '../readTruth.ts';
import { findPlainSequences } from './plainFolder.ts';

function find(...paths: string[]) {
  return findPlainSequences(
    paths.map((path) => foundFile(path)),
    'folder',
  );
}

function pathsOf(files: readonly { path: string }[] | undefined): string[] | undefined {
  return files?.map(({ path }) => path);
}

describe('findPlainSequences', () => {
  it('sorts the pictures of a folder by number, and names the sequence after the folder', () => {
    const [walk] = find('trips/walk/p10.jpg', 'trips/walk/p9.JPEG', 'trips/walk/notes.txt');
    expect(walk).toMatchObject({ name: 'walk', layout: 'plain', annotations: [] });
    expect(pathsOf(walk?.pictures)).toEqual(['trips/walk/p9.JPEG', 'trips/walk/p10.jpg']);
  });

  it('names a folder JPEGImages after its parent, and loose files “pictures”', () => {
    expect(find('chair/JPEGImages/0.jpg', 'chair/JPEGImages/1.jpg')[0]?.name).toBe('chair');
    expect(find('JPEGImages/0.jpg', 'JPEGImages/1.jpg')[0]?.name).toBe('JPEGImages');
    expect(find('walk.zip/0.jpg', 'walk.zip/1.jpg')[0]?.name).toBe('walk');
    expect(find('0.jpg', '1.jpg')[0]?.name).toBe('pictures');
  });

  it.each([
    ['inside the folder', 'walk/', 'walk/Annotations/'],
    ['next to JPEGImages', 'walk/JPEGImages/', 'walk/Annotations/'],
    ['next to the only folder', 'trips/walk/', 'trips/Annotations/'],
    ['among loose files', '', 'Annotations/'],
  ])('finds masks in Annotations %s', (_, folder, annotations) => {
    const pictures = [`${folder}0.jpg`, `${folder}1.jpg`];
    const found = find(...pictures, `${annotations}0.png`, `${annotations}1.png`);
    expect(found).toHaveLength(1);
    expect(pathsOf(found[0]?.pictures)).toEqual(pictures);
    expect(pathsOf(found[0]?.annotations)).toEqual([`${annotations}0.png`, `${annotations}1.png`]);
  });

  it('ignores masks next to several folders', () => {
    const found = find('a/0.jpg', 'a/1.jpg', 'b/0.jpg', 'b/1.jpg', 'Annotations/0.png');
    expect(found.map(({ name, annotations }) => [name, annotations.length])).toEqual([
      ['a', 0],
      ['b', 0],
    ]);
  });

  it('uses PNG files among JPEG files as masks: named like pictures, or a single one', () => {
    const [named] = find('walk/0.jpg', 'walk/1.jpg', 'walk/0.png');
    expect(pathsOf(named?.annotations)).toEqual(['walk/0.png']);
    const [single] = find('walk/0.jpg', 'walk/1.jpg', 'walk/mask.png');
    expect(single?.firstMask?.path).toBe('walk/mask.png');
    const [pictures] = find('walk/0.png', 'walk/1.png');
    expect(pathsOf(pictures?.pictures)).toEqual(['walk/0.png', 'walk/1.png']);
  });

  it('ignores a single picture', () => {
    expect(find('walk/0.jpg', 'walk/mask.png')).toEqual([]);
  });
});

describe('a plain folder', () => {
  const pictures = ['walk/0.png', 'walk/1.png'].map((path) => foundFile(path, picturePng()));

  it('without masks opens without objects', async () => {
    const { sequences } = await listFiles(readVideoFacts, pictures);
    expect(sequences[0]).toMatchObject({ objectIds: [], laterObjects: false, warnings: [] });
    expect(await sequences[0]?.readAnnotation(0)).toBeNull();
  });

  it('with a mask of its first frame runs, and warns that it cannot be scored', async () => {
    const { sequences } = await listFiles(readVideoFacts, [
      ...pictures,
      foundFile('walk/Annotations/0.png'),
    ]);
    expect(sequences[0]).toMatchObject({ objectIds: [1] });
    expect(sequences[0]?.warnings[0]).toContain('Only the first frame of walk is annotated');
  });

  it('whose mask has another size reports both sizes', async () => {
    const { broken } = await listFiles(readVideoFacts, [
      ...pictures,
      foundFile('walk/Annotations/0.png', maskPng(1, 8)),
    ]);
    expect(broken[0]?.problem).toContain('walk/Annotations/0.png is 8×2, but its picture is 4×2.');
  });
});

describe.skipIf(!hasShared)(withShared('the chair of ../shared/footage'), () => {
  it('opens with all of its frames and annotations', async () => {
    const { sequences, broken } = await listFiles(
      readVideoFacts,
      await sharedFiles('footage/chair'),
    );
    expect(broken).toEqual([]);
    const [chair] = sequences;
    expect(chair).toMatchObject({ name: 'chair', layout: 'plain', objectIds: [1], warnings: [] });
    expect(chair?.pictureNames).toHaveLength(60);
    const annotations = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const data = await chair?.readAnnotation(index);
        return data ? { name: `chair/${index}`, data } : null;
      }),
    );
    const truth = await readTruth(annotations, chair?.size ?? { width: 0, height: 0 });
    expect(truth.annotated.every(Boolean)).toBe(true);
    expect(truth.objectIds).toEqual([1]);
  });
});
