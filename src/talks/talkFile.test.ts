import { expect, test } from 'vitest';
import { filesOfZip } from '../files/zipFiles.ts';
import { foundFile } from '../testing/testFiles.ts';
import { newView, type Talk } from './talk.ts';
import { talkAmong } from './talkAmong.ts';
import { bundleTalk } from './talkBundle.ts';
import { formatTalk, isTalkFile, parseTalk, talkFileName } from './talkFile.ts';

const TALK: Talk = {
  title: 'What x265 does – März',
  views: [
    newView({
      title: 'Original',
      notes: 'Two\nlines.',
      address: '?seq=dog&frame=4&run=dog.maskscope',
      picture: 'data:image/webp;base64,UklGRg==',
    }),
    newView({ title: '', notes: '', address: '?seq=dog', picture: null }),
  ],
};

const withoutIds = ({ title, views }: Talk) => ({
  title,
  views: views.map(({ id: _, ...view }) => view),
});

/** The text of a talk's file with other values. */
const changed = (change: object) => JSON.stringify({ ...JSON.parse(formatTalk(TALK)), ...change });

const changedView = (change: object) => {
  const { views } = JSON.parse(formatTalk(TALK));
  return changed({ views: [{ ...views[0], ...change }] });
};

test('a talk is read as it was saved', () => {
  const read = parseTalk(formatTalk(TALK), 'a.talk.json');
  expect(withoutIds(read)).toEqual(withoutIds(TALK));
  expect(new Set(read.views.map(({ id }) => id)).size).toBe(2);
});

test('a file is named by the title of its talk', () => {
  expect(talkFileName(TALK)).toBe('what-x265-does-märz.talk.json');
  expect(talkFileName({ title: '…', views: [] })).toBe('talk.talk.json');
  expect(isTalkFile('A.Talk.JSON')).toBe(true);
  expect(isTalkFile('results.json')).toBe(false);
});

test.each([
  ['no JSON', '{', 'a.talk.json is not a talk of Maskscope: it is not JSON.'],
  ['other JSON', '[1]', 'a.talk.json is not a talk of Maskscope.'],
  ['a result file', '{"format":"maskscope result","version":4}', 'is not a talk of Maskscope.'],
  ['another version', changed({ version: 2 }), 'is a talk of version 2; this Maskscope reads'],
  ['a missing title', changed({ title: undefined }), 'a.talk.json is damaged'],
  ['an address of another site', changedView({ address: 'https://example.com' }), 'is damaged'],
  ['a picture of another site', changedView({ picture: 'https://example.com/a.png' }), 'damaged'],
  ['a picture that is none', changedView({ picture: 'data:text/html;base64,AAAA' }), 'damaged'],
])('a file with %s is refused with its name', (_, text, message) => {
  expect(() => parseTalk(text, 'folder/a.talk.json')).toThrow(message);
});

test('a talk and its runs are one archive', async () => {
  const run = { name: 'talk-dog-01234567.maskscope', data: new Blob(['run']) };
  const { name, data } = await bundleTalk(TALK, [run]);
  expect(name).toBe('what-x265-does-märz.talk.zip');
  const files = await filesOfZip(data, name);
  expect(files.map(({ path }) => path.split('/').at(-1)).sort()).toEqual([
    'talk-dog-01234567.maskscope',
    'what-x265-does-märz.talk.json',
  ]);
  const talk = await talkAmong(files);
  expect(talk && withoutIds(talk)).toEqual(withoutIds(TALK));
});

test('files without a talk are none, and two talks are refused', async () => {
  expect(await talkAmong([foundFile('dog.maskscope', new Blob(['run']))])).toBeNull();
  const files = ['a.talk.json', 'b.talk.json'].map((path) =>
    foundFile(path, new Blob([formatTalk(TALK)])),
  );
  await expect(talkAmong(files)).rejects.toThrow('a.talk.json and b.talk.json are two talks');
});
