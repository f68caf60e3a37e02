import { expect, test } from 'vitest';
import { hasShared, sharedFiles, withShared } from '../../testing/sharedFixtures.ts';
import { foundFile, picturePng } from '../../testing/testFiles.ts';
import { readVideoFacts } from '../../testing/videoReader.ts';
import { listFiles } from '../openFiles.ts';
import { missingPictureWarnings } from './missingPictures.ts';

const warnings = (...names: string[]) =>
  missingPictureWarnings(
    'walk',
    names.map((name) => foundFile(`walk/${name}`)),
  );

test('names a missing picture', () => {
  expect(warnings('00005.jpg', '00006.jpg', '00008.jpg', '00009.jpg')).toEqual([
    'Some pictures of walk seem to be missing: 00007.jpg. It runs without them.',
  ]);
});

test('names the first and last of consecutive missing pictures, and counts further gaps', () => {
  const present = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 15, 16, 18, 19, 21, 22];
  const [warning] = warnings(...present.map((index) => `frame_${index}.png`));
  expect(warning).toContain('frame_9.png to frame_11.png, frame_14.png, frame_17.png and 1 more.');
});

test('accepts a step of five frames', () => {
  expect(warnings('00000.jpg', '00005.jpg', '00010.jpg', '00015.jpg')).toEqual([]);
  expect(warnings('00000.jpg', '00005.jpg', '00010.jpg', '00020.jpg')[0]).toContain(' 00015.jpg.');
});

test('does not warn about names without a common step or without numbers', () => {
  expect(warnings('a.jpg', 'b.jpg', 'd.jpg')).toEqual([]);
  expect(warnings('093011.jpg', '093017.jpg', '093102.jpg', '101500.jpg')).toEqual([]);
  expect(warnings('00000.jpg')).toEqual([]);
});

test('warns in plain folders, and in DAVIS folders if the annotation is missing too', async () => {
  const present = [5, 6, 8, 9].map((index) => `0000${index}.png`);
  const { sequences } = await listFiles(readVideoFacts, [
    ...present.map((name) => foundFile(`walk/${name}`, picturePng())),
    ...present.flatMap((name) => [
      foundFile(`DAVIS/JPEGImages/480p/dog/${name}`, picturePng()),
      foundFile(`DAVIS/Annotations/480p/dog/${name}`),
    ]),
  ]);
  const found = sequences.map(({ name, warnings: all }) => [name, all.join()]);
  expect(found).toEqual([
    ['dog', expect.stringContaining('Some pictures of dog seem to be missing: 00007.png')],
    ['walk', expect.stringContaining('Some pictures of walk seem to be missing: 00007.png')],
  ]);
});

test.skipIf(!hasShared)(withShared('does not warn about ../shared/footage'), async () => {
  const { sequences } = await listFiles(readVideoFacts, await sharedFiles('footage'));
  expect(sequences.flatMap(({ warnings: all }) => all)).not.toContainEqual(
    expect.stringContaining('seem to be missing'),
  );
});
