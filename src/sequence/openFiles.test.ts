import { describe, expect, it } from 'vitest';
import { exifData, pngChunk, pngWith } from '../testing/pictureParts.ts';
import { hasShared, sharedFiles, withShared } from '../testing/sharedFixtures.ts';
import { foundFile, maskPng, picturePng } from '../testing/testFiles.ts';
import { zipOf } from '../testing/testZip.ts';
import { readVideoFacts } from '../testing/videoReader.ts';
import { encodeLabelMapPng } from './labelMapPng.ts';
import { listFiles } from './openFiles.ts';

function plain(folder: string) {
  return [0, 1].map((index) => foundFile(`${folder}/${index}.png`, picturePng()));
}

function davis(name: string, root = '') {
  return [
    foundFile(`${root}JPEGImages/480p/${name}/00000.png`),
    foundFile(`${root}Annotations/480p/${name}/00000.png`),
  ];
}

describe('listFiles', () => {
  it('recognises several kinds of sequences at once, including archives', async () => {
    const zip = await zipOf({
      'JPEGImages/480p/cat/0.png': maskPng(),
      'Annotations/480p/cat/0.png': maskPng(),
    });
    const { sequences, broken } = await listFiles(readVideoFacts, [
      ...davis('dog', 'davis/'),
      ...plain('holiday'),
      foundFile('cats.zip', zip),
    ]);
    expect(broken).toEqual([]);
    expect(sequences.map(({ name, layout }) => [name, layout])).toEqual([
      ['cat', 'davis'],
      ['dog', 'davis'],
      ['holiday', 'plain'],
    ]);
  });

  it('distinguishes sequences of the same name by their paths', async () => {
    const { sequences } = await listFiles(readVideoFacts, [...plain('a/walk'), ...plain('b/walk')]);
    expect(sequences.map(({ name }) => name)).toEqual(['a/walk', 'b/walk']);
  });

  it('ignores other pictures in a DAVIS folder', async () => {
    const { sequences } = await listFiles(readVideoFacts, [
      ...davis('dog', 'davis/'),
      ...plain('davis/figures'),
    ]);
    expect(sequences.map(({ name }) => name)).toEqual(['dog']);
  });

  it('reports a damaged archive, and opens the others', async () => {
    const { sequences, broken } = await listFiles(readVideoFacts, [
      ...plain('walk'),
      foundFile('torn.zip', 'PK'),
    ]);
    expect(sequences).toHaveLength(1);
    expect(broken[0]).toMatchObject({ name: 'torn.zip', origin: 'folder' });
    expect(broken[0]?.problem).toMatch(/^torn\.zip is not a complete ZIP archive/);
  });

  it('reports the supported and the actual files if there is no sequence', async () => {
    await expect(
      listFiles(readVideoFacts, [foundFile('notes/notes.txt', 'notes')]),
    ).rejects.toThrow(
      'No sequence was found: expected a DAVIS or YouTube-VOS folder ' +
        '(JPEGImages/480p/SEQUENCE/00000.jpg with Annotations/480p/SEQUENCE/00000.png, or both ' +
        'without 480p), a folder of JPEG or PNG pictures, a video (.mp4, .mov, .mkv, .webm), or a ' +
        '.zip of these; found 1 .txt file, such as notes/notes.txt.',
    );
    await expect(listFiles(readVideoFacts, [])).rejects.toThrow('found no files');
  });

  it('rejects a single mask', async () => {
    await expect(listFiles(readVideoFacts, [foundFile('00000.png')])).rejects.toThrow(
      'found 1 .png file, such as 00000.png. Open masks together with their pictures',
    );
  });

  it('rejects masks without pictures', async () => {
    const masks = [0, 1].map((index) => foundFile(`Annotations/480p/dog/${index}.png`));
    await expect(listFiles(readVideoFacts, masks)).rejects.toThrow('found 2 .png files');
    const { broken } = await listFiles(
      readVideoFacts,
      [0, 1].map((index) => foundFile(`masks/${index}.png`)),
    );
    expect(broken[0]?.problem).toContain('masks/0.png is a palette PNG like a mask');
  });
});

describe('pictures that are shown turned', () => {
  const picture = pngWith(picturePng(), pngChunk('eXIf', exifData(6)));
  const listed = (mask: Uint8Array) =>
    listFiles(readVideoFacts, [
      foundFile('JPEGImages/480p/dog/00000.png', picture),
      foundFile('Annotations/480p/dog/00000.png', Uint8Array.from(mask)),
    ]);

  const shown = { width: 2, height: 4 };

  it('have the size as shown, and a warning that their masks must be turned too', async () => {
    const { sequences } = await listed(encodeLabelMapPng(new Uint8Array(8).fill(1), shown));
    expect(sequences[0]?.size).toEqual(shown);
    expect(sequences[0]?.warnings).toEqual([
      'The pictures of dog are shown turned, as their EXIF data says. Its masks must be of the turned pictures.',
    ]);
  });

  it('are not opened with masks that are not turned', async () => {
    const { broken } = await listed(maskPng());
    expect(broken[0]?.problem).toContain('turn the mask in the same way');
  });
});

describe.skipIf(!hasShared)(withShared('../shared/davis as an archive'), () => {
  it('opens, and its frames can be read', async () => {
    const content: Record<string, Uint8Array> = {};
    for (const kind of ['JPEGImages', 'Annotations']) {
      for (const { path, blob } of await sharedFiles(`davis/${kind}/480p/blackswan`)) {
        content[path] = new Uint8Array(await (await blob()).arrayBuffer());
      }
    }
    const { sequences, broken } = await listFiles(readVideoFacts, [
      foundFile('DAVIS.zip', await zipOf(content)),
    ]);
    expect(broken).toEqual([]);
    expect(sequences).toMatchObject([{ name: 'blackswan', objectIds: [1], warnings: [] }]);
    const picture = await sequences[0]?.readPicture(49);
    expect(picture?.size).toBe(content['davis/JPEGImages/480p/blackswan/00049.jpg']?.length);
  });
});

describe.skipIf(!hasShared)(withShared('../shared/footage'), () => {
  it('contains a plain folder and a video', async () => {
    const { sequences, broken } = await listFiles(readVideoFacts, await sharedFiles('footage'));
    expect(broken).toEqual([]);
    expect(sequences).toMatchObject([
      { name: 'chair', layout: 'plain', size: { width: 720, height: 480 }, objectIds: [1] },
      { name: 'bike-packing', layout: 'video', size: { width: 910, height: 480 } },
    ]);
  });
});
