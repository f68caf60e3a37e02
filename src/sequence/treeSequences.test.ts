import { describe, expect, it } from 'vitest';
import type { FoundFile } from '../files/foundFile.ts';
import { hasShared, sharedFiles, withShared } from '../testing/sharedFixtures.ts';
import { foundFile as file, maskPng as png } from '../testing/testFiles.ts';
import { readVideoFacts } from '../testing/videoReader.ts';
import { listFiles } from './openFiles.ts';

/** A complete sequence of three frames in DAVIS layout. */
function sequence(name: string, root = '', resolution = '480p/'): FoundFile[] {
  return [0, 1, 2].flatMap((index) => [
    file(`${root}JPEGImages/${resolution}${name}/0000${index}.png`),
    file(`${root}Annotations/${resolution}${name}/0000${index}.png`),
  ]);
}

function without(files: readonly FoundFile[], ...paths: string[]): FoundFile[] {
  return files.filter(({ path }) => !paths.includes(path));
}

/** The problem of the broken sequence `dog`, while `cat` must still be listed. */
async function problemOf(dog: readonly FoundFile[]): Promise<string | undefined> {
  const listing = await listFiles(readVideoFacts, [...dog, ...sequence('cat')]);
  expect(listing.sequences.map(({ name }) => name)).toEqual(['cat']);
  expect(listing.broken.map(({ name }) => name)).toEqual(['dog']);
  return listing.broken[0]?.problem;
}

describe('a DAVIS folder', () => {
  it.each(['', 'davis/', 'Downloads/davis/'])('is recognised in "%s"', async (root) => {
    const { sequences, broken } = await listFiles(readVideoFacts, [
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

  it('is read at 480p if there are several resolutions, else at another or without one', async () => {
    const { sequences, broken } = await listFiles(readVideoFacts, [
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

  it('is part of the name if two DAVIS folders contain the same sequence', async () => {
    const files = [...sequence('dog', 'a/'), ...sequence('dog', 'b/')];
    const { sequences } = await listFiles(readVideoFacts, files);
    expect(sequences.map(({ name }) => name)).toEqual(['a/dog', 'b/dog']);
  });

  it('has its pictures sorted by number, and system files are ignored', async () => {
    const files = [10, 9, 8].flatMap((index) => [
      file(`JPEGImages/480p/dog/frame_${index}.png`),
      file(`Annotations/480p/dog/frame_${index}.png`),
      file(`JPEGImages/480p/dog/._frame_${index}.png`, new Uint8Array(3)),
      file('JPEGImages/480p/dog/Thumbs.db'),
    ]);
    const { sequences } = await listFiles(readVideoFacts, files);
    expect(sequences[0]?.pictureNames).toEqual(['frame_8.png', 'frame_9.png', 'frame_10.png']);
  });

  it('provides the pictures and annotations of a frame', async () => {
    const { sequences } = await listFiles(readVideoFacts, sequence('dog'));
    expect((await sequences[0]?.readPicture(2))?.size).toBe(png().length);
    expect((await sequences[0]?.readAnnotation(2))?.size).toBe(png().length);
  });

  it('rejects a later picture of another size when it is read', async () => {
    const files = without(sequence('dog'), 'JPEGImages/480p/dog/00002.png');
    files.push(file('JPEGImages/480p/dog/00002.png', png(1, 8)));
    const { sequences } = await listFiles(readVideoFacts, files);
    await expect(sequences[0]?.readPicture(2)).rejects.toThrow(
      'JPEGImages/480p/dog/00002.png is 8×2, but the first picture of its sequence is 4×2.',
    );
  });
});

describe('a broken sequence', () => {
  it('without annotations reports where they are expected', async () => {
    const dog = sequence('dog').filter(({ path }) => path.startsWith('JPEGImages'));
    expect(await problemOf(dog)).toBe(
      'dog has no annotations: there are no PNG files in Annotations/480p/dog. ' +
        'Choose the folder that contains both JPEGImages and Annotations.',
    );
  });

  it('without pictures reports where they are expected', async () => {
    const dog = sequence('dog').filter(({ path }) => path.startsWith('Annotations'));
    expect(await problemOf(dog)).toContain('there are no pictures in JPEGImages/480p/dog');
  });

  it('without a mask for its first frame names the file', async () => {
    const dog = without(sequence('dog'), 'Annotations/480p/dog/00000.png');
    expect(await problemOf(dog)).toContain(
      'no mask for its first frame: Annotations/480p/dog/00000.png is missing (the first one there is 00001.png)',
    );
  });

  it('with an empty first mask names the file', async () => {
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
      'dog has 2 pictures and 3 annotations: 00002.png is missing a picture.',
    );
  });

  it('whose mask and picture differ in size reports both sizes', async () => {
    const dog = without(sequence('dog'), 'Annotations/480p/dog/00000.png');
    dog.push(file('Annotations/480p/dog/00000.png', png(1, 8)));
    expect(await problemOf(dog)).toContain(
      'Annotations/480p/dog/00000.png is 8×2, but its picture is 4×2.',
    );
  });

  it('whose first picture or mask is truncated names the file', async () => {
    for (const path of ['JPEGImages/480p/dog/00000.png', 'Annotations/480p/dog/00000.png']) {
      const dog = [...without(sequence('dog'), path), file(path, png().slice(0, 60))];
      expect(await problemOf(dog)).toContain(`${path} is cut off`);
    }
  });

  it('with only the first annotation runs with a warning (DAVIS test-dev)', async () => {
    const files = without(
      sequence('dog'),
      'Annotations/480p/dog/00001.png',
      'Annotations/480p/dog/00002.png',
    );
    const { sequences } = await listFiles(readVideoFacts, files);
    expect(sequences[0]?.warnings).toEqual([
      'Only the first frame of dog is annotated, so its masks are shown but cannot be scored.',
    ]);
    expect(await sequences[0]?.readAnnotation(1)).toBeNull();
  });
});

/** A YouTube-VOS video: pictures of every fifth frame, and some annotations. */
function video(id: string, annotations: Record<string, number>, root = 'valid/'): FoundFile[] {
  return [
    ...[0, 5, 10, 15, 20].map((frame) => file(`${root}JPEGImages/${id}/${fiveDigits(frame)}.png`)),
    ...Object.entries(annotations).map(([frame, object]) =>
      file(`${root}Annotations/${id}/${frame}.png`, png(object)),
    ),
  ];
}

function fiveDigits(frame: number): string {
  return String(frame).padStart(5, '0');
}

function meta(videos: unknown, root = 'valid/'): FoundFile {
  return file(`${root}meta.json`, JSON.stringify({ videos }));
}

describe('a YouTube-VOS folder', () => {
  it('may have annotations in any frame, and new objects after the first one', async () => {
    const { sequences, broken } = await listFiles(
      readVideoFacts,
      video('003234408d', { '00000': 2, '00010': 1 }, 'Downloads/valid/'),
    );
    expect(broken).toEqual([]);
    expect(sequences[0]).toMatchObject({
      name: '003234408d',
      layout: 'youtube-vos',
      laterObjects: true,
      objectIds: [2],
      warnings: ['Only 2 frames of 5 in 003234408d are annotated and scored.'],
    });
    expect(sequences[0]?.submittedFrames).toBeUndefined();
    const annotated = await Promise.all(
      [0, 1, 2, 3, 4].map((index) => sequences[0]?.readAnnotation(index)),
    );
    expect(annotated.map(Boolean)).toEqual([true, false, true, false, false]);
  });

  it('is recognised by its meta.json, which also lists the frames to submit', async () => {
    const objects = {
      '1': { category: 'dog', frames: ['00000', '00010'] },
      '2': { category: 'cat', frames: ['00010', '00020'] },
    };
    const { sequences } = await listFiles(readVideoFacts, [
      ...video('walk', { '00000': 1, '00010': 2 }),
      meta({ walk: { objects } }),
    ]);
    expect(sequences[0]).toMatchObject({ layout: 'youtube-vos', submittedFrames: [0, 2, 4] });
  });

  it('without meta.json and with other names is recognised by its sparse annotations', async () => {
    const sparse = await listFiles(readVideoFacts, video('walk', { '00000': 1, '00010': 2 }));
    expect(sparse.sequences[0]?.layout).toBe('youtube-vos');
    // One mask per sequence is DAVIS test-dev; otherwise most frames of DAVIS are annotated.
    const single = await listFiles(readVideoFacts, video('walk', { '00000': 1 }));
    expect(single.sequences[0]?.layout).toBe('davis');
    const gap = await listFiles(
      readVideoFacts,
      video('walk', { '00000': 1, '00005': 1, '00015': 1, '00020': 1 }),
    );
    expect(gap.broken[0]?.problem).toContain('00010.png is missing in valid/Annotations/walk');
  });

  it('starts at its first annotation, with a warning', async () => {
    const { sequences } = await listFiles(
      readVideoFacts,
      video('003234408d', { '00010': 1, '00015': 2 }),
    );
    expect(sequences[0]?.pictureNames).toEqual(['00010.png', '00015.png', '00020.png']);
    expect(sequences[0]?.warnings[0]).toBe(
      'The first 2 pictures of 003234408d come before the first mask and are skipped.',
    );
  });

  it('warns if the first annotation of an object in meta.json is missing', async () => {
    const objects = { '3': { frames: ['00015', '00020'] } };
    const { sequences } = await listFiles(readVideoFacts, [
      ...video('walk', { '00000': 1, '00010': 2 }),
      meta({ walk: { objects } }),
    ]);
    expect(sequences[0]?.warnings).toContain(
      'meta.json first marks object 3 of walk in frame 00015, which has no annotation here.',
    );
  });

  it('warns about frames in meta.json without a picture, which exports lack', async () => {
    const objects = { '1': { frames: ['00000', '00010', '00025', '00030'] } };
    const { sequences } = await listFiles(readVideoFacts, [
      ...video('walk', { '00000': 1, '00010': 1 }),
      meta({ walk: { objects } }),
    ]);
    expect(sequences[0]?.submittedFrames).toEqual([0, 2]);
    expect(sequences[0]?.warnings).toContain(
      'meta.json requires masks of walk for frames without a picture here: 00025, 00030. Exports do not include them.',
    );
  });

  it.each([
    ['not JSON', 'valid/meta.json is ignored: it is not JSON.'],
    ['{"videos": {"walk": {"objects": {"dog": {"frames": []}}}}}', 'at videos.walk.objects.dog.'],
  ])('runs with an invalid meta.json: %s', async (text, warning) => {
    const { sequences } = await listFiles(readVideoFacts, [
      ...video('walk', { '00000': 1, '00010': 2 }),
      file('valid/meta.json', text),
    ]);
    expect(sequences[0]?.warnings.join()).toContain(warning);
  });

  it('uses the annotations of valid for the pictures of valid_all_frames', async () => {
    const id = '003234408d';
    const { sequences, broken } = await listFiles(readVideoFacts, [
      ...video(id, { '00000': 1, '00005': 2 }),
      meta({ [id]: { objects: { '1': { frames: ['00000', '00005'] } } } }),
      ...[0, 1, 2, 3, 4, 5].map((frame) =>
        file(`valid_all_frames/valid/JPEGImages/${id}/${fiveDigits(frame)}.png`),
      ),
    ]);
    expect(broken).toEqual([]);
    expect(sequences[1]).toMatchObject({
      name: `valid_all_frames/valid/${id}`,
      layout: 'youtube-vos',
      submittedFrames: [0, 5],
    });
    expect(await sequences[1]?.readAnnotation(5)).not.toBeNull();
  });

  it('reports the folder of a sequence without annotations, and lists the others', async () => {
    const { sequences, broken } = await listFiles(readVideoFacts, [
      ...video('003234408d', {}),
      ...video('0062f687f1', { '00000': 1 }),
    ]);
    expect(sequences.map(({ name }) => name)).toEqual(['0062f687f1']);
    expect(broken[0]?.problem).toContain('no PNG files in valid/Annotations/003234408d');
  });
});

describe.skipIf(!hasShared)(withShared('the ten sequences of ../shared/davis'), () => {
  it('are listed with their size, frames and object', async () => {
    const { sequences, broken } = await listFiles(readVideoFacts, await sharedFiles('davis'));
    expect(broken).toEqual([]);
    expect(sequences).toHaveLength(10);
    // As counted by `find JPEGImages -name '*.jpg' | wc -l` (its README states 612).
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
