import { expect, test } from 'vitest';
import type { FoundFile } from '../../files/foundFile.ts';
import { createApp } from '../createApp.ts';
import { lessonsAmong, openLessons } from './lessonFiles.ts';

const LESSON = '# Blocks\n\n## First\n\n```show\n?seq=dog&cols=orig\n```\n\nText.\n';

function file(path: string, text = ''): FoundFile {
  return { path, blob: async () => new Blob([text]) };
}

const RUN = file('course/dog.maskscope');

test('lessons come alone or with the runs that they show', async () => {
  const found = await lessonsAmong([file('course/blocks.md', LESSON), RUN]);
  expect(found?.lessons.map(({ name }) => name)).toEqual(['blocks.md']);
  expect(found?.runs).toEqual([RUN]);
  expect(await lessonsAmong([file('blocks.md', LESSON)])).not.toBeNull();
});

test('a README beside runs or frames is no lesson, and one beside a lesson is left out', async () => {
  const readme = file('course/README.md', '# These runs\n\nThey are of June.');
  expect(await lessonsAmong([readme, RUN])).toBeNull();
  expect(await lessonsAmong([file('course/blocks.md', LESSON), file('0.jpg')])).toBeNull();
  const found = await lessonsAmong([readme, file('course/blocks.md', LESSON), RUN]);
  expect(found?.lessons.map(({ name }) => name)).toEqual(['blocks.md']);
});

test('two lessons of the same name are refused', async () => {
  const { lessons, lessonPlayer, givenRuns } = createApp('/');
  const found = await lessonsAmong([file('a/blocks.md', LESSON), file('b/blocks.md', LESSON)]);
  if (!found) throw new Error('no lesson was found');
  const teaching = { lessons, player: lessonPlayer, givenRuns };
  await expect(openLessons(found, teaching)).rejects.toThrow(
    'There are two lessons called blocks.md',
  );
});
