import { expect, test } from 'vitest';
import { fromRun, isTalkRun, talkRun } from './talkRun.ts';

const named = (name: string, text: string) => talkRun({ name, data: new Blob([text]) });

test('the runs of a talk are named by sequence and content', async () => {
  const { name } = await named('valid/0062.maskscope', 'a');
  expect(name).toBe('talk-valid-0062-ca978112.maskscope');
  expect((await named('valid/0062.maskscope', 'a')).name).toBe(name);
  expect((await named('valid/0062.maskscope', 'b')).name).not.toBe(name);
});

test('they are told from runs that a user named', async () => {
  expect(isTalkRun((await named('dog.maskscope', 'a')).name)).toBe(true);
  expect(isTalkRun('dog.maskscope')).toBe(false);
  expect(isTalkRun('talk-about-dogs.maskscope')).toBe(false);
});

test('a state is shown from a run with any name', () => {
  const search = new URLSearchParams(fromRun('?seq=dog', 'talk-hündin-&-0.maskscope'));
  expect(search.get('run')).toBe('talk-hündin-&-0.maskscope');
});
