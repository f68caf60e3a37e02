import { beforeEach, expect, test } from 'vitest';
import { Problem } from '../problem.ts';
import { KeptTalk } from './keptTalk.ts';
import { newView, type Talk } from './talk.ts';

const view = (title: string) => newView({ title, notes: '', address: '?seq=dog', picture: null });

/** A store in memory; `problem` is what its next uses fail with. */
class MemoryStore {
  talk: Talk | null = null;
  problem: Problem | null = null;

  async get() {
    if (this.problem) throw this.problem;
    return this.talk;
  }
  async put(talk: Talk) {
    if (this.problem) throw this.problem;
    this.talk = talk;
  }
}

let files: MemoryStore;
let kept: KeptTalk;
let changes: number;

beforeEach(() => {
  files = new MemoryStore();
  changes = 0;
  kept = new KeptTalk(files, () => changes++);
});

const titles = (talk: Talk | null) => talk?.views.map(({ title }) => title).join('');

test('every change is kept, and other windows are told', async () => {
  await kept.add(view('a'));
  await kept.add(view('b'));
  expect(titles(files.talk)).toBe('ab');
  expect(changes).toBe(2);
  const later = new KeptTalk(files);
  await later.load();
  expect(titles(later.store.getState().talk)).toBe('ab');
});

test('a change before the talk is loaded does not replace it', async () => {
  files.talk = { title: 'Dogs', views: [view('a')] };
  await kept.add(view('b'));
  expect(titles(files.talk)).toBe('ab');
});

test('a deleted view comes back where it was, until something else is changed', async () => {
  const views = ['a', 'b', 'c'].map(view);
  for (const each of views) await kept.add(each);
  await kept.deleteView(views[1] ?? view(''));
  expect(titles(files.talk)).toBe('ac');
  expect(kept.store.getState().undo?.title).toBe('“b” was deleted.');
  await kept.undo();
  expect(titles(files.talk)).toBe('abc');
  expect(kept.store.getState().undo).toBeNull();
});

test('another talk replaces this one, which can be brought back', async () => {
  await kept.replace({ title: 'First', views: [view('a')] });
  // There was nothing to bring back.
  expect(kept.store.getState().undo).toBeNull();
  await kept.replace({ title: 'Second', views: [view('b')] });
  expect(titles(files.talk)).toBe('b');
  await kept.undo();
  expect(titles(files.talk)).toBe('a');
});

test('where nothing can be stored, the talk stays for this visit and the user is told', async () => {
  files.problem = new Problem('The talk could not be kept.', 'Save it as a file.');
  await kept.add(view('a'));
  expect(titles(kept.store.getState().talk)).toBe('a');
  expect(kept.store.getState().problem).toContain('could not be kept');
  expect(changes).toBe(0);
});
