import { beforeEach, expect, test } from 'vitest';
import { KeptTalk } from '../../talks/keptTalk.ts';
import { newView, type Talk } from '../../talks/talk.ts';
import { forgetRun } from './forgetRun.ts';

const OURS = 'talk-dog-0123abcd.maskscope';

const view = (title: string, run: string) =>
  newView({ title, notes: '', address: `?seq=dog&run=${run}`, picture: null });

let removed: string[];
let onScreen: string | null;
let talk: KeptTalk;

beforeEach(() => {
  removed = [];
  onScreen = null;
  const files = { get: async () => null, put: async () => {} };
  const givenRuns = { remove: async (names: readonly string[]) => void removed.push(...names) };
  const runs = { isShown: (address: string) => address === onScreen };
  talk = new KeptTalk(files, {
    onForgotten: (each) => void forgetRun(each, { talk, givenRuns, runs }),
  });
});

const change = (title: string) => talk.change((before: Talk) => ({ ...before, title }));

test('the run of a deleted view goes when the view cannot be brought back', async () => {
  const a = view('a', OURS);
  await talk.add(a);
  await talk.deleteView(a);
  expect(removed).toEqual([]);
  await talk.undo();
  await change('Dogs');
  expect(removed).toEqual([]);
  await talk.deleteView(a);
  await change('Cats');
  expect(removed).toEqual([OURS]);
});

test('a run that another view needs stays, also if that view can be brought back', async () => {
  const [a, b] = [view('a', OURS), view('b', OURS)];
  await talk.add(a);
  await talk.add(b);
  await talk.deleteView(a);
  await talk.deleteView(b);
  expect(removed).toEqual([]);
  await change('Dogs');
  expect(removed).toEqual([OURS]);
});

test('runs of the user’s files, and one that is on the screen, stay', async () => {
  for (const run of ['dog.maskscope', 'samples/dog.maskscope', OURS]) {
    const a = view('a', run);
    onScreen = OURS;
    await talk.add(a);
    await talk.deleteView(a);
    await change(run);
  }
  expect(removed).toEqual([]);
});
