import { describe, expect, it } from 'vitest';
import { listDavisFolder } from './davisFolder.ts';
import { encodeLabelMapPng } from './labelMapPng.ts';
import type { FoundFile } from './sequenceFiles.ts';
import { hasShared, sharedFiles, withShared } from './sharedFixtures.ts';

/** A palette PNG of 4×2 pixels that serves as picture and as annotation. */
function png(id = 1, width = 4): Uint8Array<ArrayBuffer> {
  const map = new Uint8Array(width * 2).fill(id);
  return Uint8Array.from(encodeLabelMapPng(map, { width, height: 2 }));
}

function file(path: string, bytes = png()): FoundFile {
  return { path, blob: async () => new Blob([bytes]) };
}

/** A whole sequence of three frames in the layout of DAVIS. */
function sequence(name: string, root = '', resolution = '480p/'): FoundFile[] {
  return [0, 1, 2].flatMap((index) => [
    file(`${root}JPEGImages/${resolution}${name}/0000${index}.png`),
    file(`${root}Annotations/${resolution}${name}/0000${index}.png`),
  ]);
}

function without(files: readonly FoundFile[], ...paths: string[]): FoundFile[] {
  return files.filter(({ path }) => !paths.includes(path));
}

/** The problem of the one broken sequence, `dog`, beside which `cat` must still be listed. */
async function problemOf(dog: readonly FoundFile[]): Promise<string | undefined> {
  const listing = await listDavisFolder([...dog, ...sequence('cat')]);
  expect(listing.sequences.map(({ name }) => name)).toEqual(['cat']);
  expect(listing.broken.map(({ name }) => name)).toEqual(['dog']);
  return listing.broken[0]?.problem;
}

describe('listDavisFolder', () => {
  it.each(['', 'davis/', 'Downloads/davis/'])('finds the layout in "%s"', async (root) => {
    const { sequences, broken } = await listDavisFolder([
      file(`${root}README.md`),
      ...sequence('dog', root),
      ...sequence('cat', root),
    ]);
    expect(broken).toEqual([]);
    expect(sequences.map(({ name }) => name)).toEqual(['cat', 'dog']);
    expect(sequences[0]).toMatchObject({
      origin: 'folder',
      pictureNames: ['00000.png', '00001.png', '00002.png'],
      size: { width: 4, height: 2 },
      objectIds: [1],
      warnings: [],
    });
  });

  it('takes 480p where there are several resolutions, and others or none without it', async () => {
    const { sequences, broken } = await listDavisFolder([
      ...sequence('dog', '', 'Full-Resolution/').map(({ path }) => file(path, png(1, 8))),
      ...sequence('dog'),
      ...sequence('cat', '', 'Full-Resolution/'),
      ...sequence('hen', '', ''),
    ]);
    expect(broken).toEqual([]);
    expect(sequences.map(({ name, size }) => [name, size.width])).toEqual([
      ['cat', 4],
      ['dog', 4],
      ['hen', 4],
    ]);
  });

  it('tells sequences of the same name in two DAVIS folders apart', async () => {
    const files = [...sequence('dog', 'a/'), ...sequence('dog', 'b/')];
    const { sequences } = await listDavisFolder(files);
    expect(sequences.map(({ name }) => name)).toEqual(['a/dog', 'b/dog']);
  });

  it('orders pictures by number, and passes over a computer’s own files', async () => {
    const files = [10, 9, 8].flatMap((index) => [
      file(`JPEGImages/480p/dog/frame_${index}.png`),
      file(`Annotations/480p/dog/frame_${index}.png`),
      file(`JPEGImages/480p/dog/._frame_${index}.png`, new Uint8Array(3)),
      file('JPEGImages/480p/dog/Thumbs.db'),
    ]);
    const { sequences } = await listDavisFolder(files);
    expect(sequences[0]?.pictureNames).toEqual(['frame_8.png', 'frame_9.png', 'frame_10.png']);
  });

  it('reads the pictures and annotations of a frame', async () => {
    const { sequences } = await listDavisFolder(sequence('dog'));
    expect((await sequences[0]?.readPicture(2))?.size).toBe(png().length);
    expect((await sequences[0]?.readAnnotation(2))?.size).toBe(png().length);
  });

  it('refuses a later picture of another size when it is read', async () => {
    const files = without(sequence('dog'), 'JPEGImages/480p/dog/00002.png');
    files.push(file('JPEGImages/480p/dog/00002.png', png(1, 8)));
    const { sequences } = await listDavisFolder(files);
    await expect(sequences[0]?.readPicture(2)).rejects.toThrow(
      'JPEGImages/480p/dog/00002.png is 8×2, but the first picture of its sequence is 4×2.',
    );
  });
});

describe('a broken sequence', () => {
  it('without annotations says where they should be', async () => {
    const dog = sequence('dog').filter(({ path }) => path.startsWith('JPEGImages'));
    expect(await problemOf(dog)).toBe(
      'dog has no annotations: there are no PNG files in Annotations/480p/dog. ' +
        'Choose the folder that holds both JPEGImages and Annotations.',
    );
  });

  it('without pictures says where they should be', async () => {
    const dog = sequence('dog').filter(({ path }) => path.startsWith('Annotations'));
    expect(await problemOf(dog)).toContain('there are no pictures in JPEGImages/480p/dog');
  });

  it('without a mask for its first frame names it', async () => {
    const dog = without(sequence('dog'), 'Annotations/480p/dog/00000.png');
    expect(await problemOf(dog)).toContain(
      'no mask for its first frame: Annotations/480p/dog/00000.png is missing (the first one there is 00001.png)',
    );
  });

  it('with an empty first mask says so', async () => {
    const dog = without(sequence('dog'), 'Annotations/480p/dog/00000.png');
    dog.push(file('Annotations/480p/dog/00000.png', png(0)));
    expect(await problemOf(dog)).toContain('Annotations/480p/dog/00000.png is empty');
  });

  it('with a gap in its annotations names the frames', async () => {
    const dog = without(sequence('dog'), 'Annotations/480p/dog/00001.png');
    expect(await problemOf(dog)).toContain(
      'dog has 3 pictures and 2 annotations: 00001.png is missing in Annotations/480p/dog.',
    );
  });

  it('with more annotations than pictures names them', async () => {
    const dog = without(sequence('dog'), 'JPEGImages/480p/dog/00002.png');
    expect(await problemOf(dog)).toContain(
      'dog has 2 pictures and 3 annotations: 00002.png is without a picture.',
    );
  });

  it('whose mask and picture differ in size names both sizes', async () => {
    const dog = without(sequence('dog'), 'Annotations/480p/dog/00000.png');
    dog.push(file('Annotations/480p/dog/00000.png', png(1, 8)));
    expect(await problemOf(dog)).toContain(
      'Annotations/480p/dog/00000.png is 8×2, but its picture is 4×2.',
    );
  });

  it('whose first picture or mask is cut off names the file', async () => {
    for (const path of ['JPEGImages/480p/dog/00000.png', 'Annotations/480p/dog/00000.png']) {
      const dog = [...without(sequence('dog'), path), file(path, png().slice(0, 60))];
      expect(await problemOf(dog)).toContain(`${path} is cut off`);
    }
  });

  it('with the first annotation only runs, with a warning (DAVIS test-dev)', async () => {
    const files = without(
      sequence('dog'),
      'Annotations/480p/dog/00001.png',
      'Annotations/480p/dog/00002.png',
    );
    const { sequences } = await listDavisFolder(files);
    expect(sequences[0]?.warnings).toEqual([
      'Only the first frame of dog is annotated, so its masks are shown but cannot be scored.',
    ]);
    expect(await sequences[0]?.readAnnotation(1)).toBeNull();
  });
});

describe('a folder that is not DAVIS', () => {
  it('is refused with what was expected and what was found', async () => {
    const files = [file('chair/JPEGImages/frame_0.jpg'), file('chair/JPEGImages/frame_1.jpg')];
    await expect(listDavisFolder(files)).rejects.toThrow(
      'This is not a DAVIS folder: expected JPEGImages/480p/SEQUENCE/00000.jpg with ' +
        'Annotations/480p/SEQUENCE/00000.png, and so on; found 2 .jpg files, the first of them ' +
        'chair/JPEGImages/frame_0.jpg. Choose the folder that holds JPEGImages and Annotations.',
    );
    await expect(listDavisFolder([])).rejects.toThrow('found no files');
  });
});

describe.skipIf(!hasShared)(withShared('the ten sequences of ../shared/davis'), () => {
  it('are listed with their size, frames and object', async () => {
    const { sequences, broken } = await listDavisFolder(await sharedFiles('davis'));
    expect(broken).toEqual([]);
    expect(sequences).toHaveLength(10);
    // As `find JPEGImages -name '*.jpg' | wc -l` counts them (the README there says 612).
    expect(sequences.reduce((sum, { pictureNames }) => sum + pictureNames.length, 0)).toBe(611);
    for (const { size, objectIds, warnings } of sequences) {
      expect({ size, objectIds, warnings }).toEqual({
        size: { width: 854, height: 480 },
        objectIds: [1],
        warnings: [],
      });
    }
  });
});
