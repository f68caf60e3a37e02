import { beforeEach, expect, test } from 'vitest';
import { Problem } from '../problem.ts';
import { KeptTalk } from './keptTalk.ts';
import { newView, type Talk, type TalkView, withChange } from './talk.ts';

const view = (title: string) => newView({ title, notes: '', address: '?seq=dog', picture: null });

/** A store in memory, which can fail to be read or written. */
class MemoryStore {
  talk: Talk | null = null;
  unread: Problem | null = null;
  unwritten: Problem | null = null;

  async get() {
    if (this.unread) throw this.unread;
    return this.talk;
  }
  async put(talk: Talk) {
    if (this.unwritten) throw this.unwritten;
    this.talk = talk;
  }
}

let files: MemoryStore;
let kept: KeptTalk;
let changes: number;
let forgotten: TalkView[];

beforeEach(() => {
  files = new MemoryStore();
  changes = 0;
  forgotten = [];
  kept = new KeptTalk(files, {
    onKept: () => changes++,
    onForgotten: (each) => forgotten.push(each),
  });
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
  files.unwritten = new Problem('The talk could not be kept.', 'Save it as a file.');
  await kept.add(view('a'));
  expect(titles(kept.store.getState().talk)).toBe('a');
  expect(kept.store.getState().problem).toContain('could not be kept');
  expect(changes).toBe(0);
});

test('a talk that cannot be read is neither changed nor overwritten, until it can', async () => {
  const before = { title: 'Dogs', views: [view('a')] };
  files.talk = before;
  files.unread = new Problem('The kept talk could not be read.', 'Load this page again.');
  await kept.load();
  expect(kept.store.getState()).toMatchObject({ reading: 'failed' });
  const other = view('b');
  for (const changed of [
    await kept.add(other),
    await kept.change((talk) => withChange(talk, other.id, { title: 'c' })),
    await kept.deleteView(other),
    await kept.replace({ title: 'Cats', views: [other] }),
  ]) {
    expect(changed).toBe(false);
  }
  expect(files.talk).toBe(before);
  expect(kept.store.getState()).toMatchObject({ talk: { views: [] }, undo: null });
  expect(kept.store.getState().problem).toBe(
    'The talk was not changed, so that the kept one is not lost. ' +
      'The kept talk could not be read. Load this page again.',
  );
  files.unread = null;
  expect(await kept.add(other)).toBe(true);
  expect(titles(files.talk)).toBe('ab');
  expect(kept.store.getState()).toMatchObject({ reading: 'done', problem: null });
});

test('another window’s change that cannot be read is not overwritten', async () => {
  await kept.add(view('a'));
  files.talk = { title: 'From another window', views: [] };
  files.unread = new Problem('The kept talk could not be read.', 'Load this page again.');
  await kept.reload();
  expect(await kept.add(view('b'))).toBe(false);
  expect(files.talk.title).toBe('From another window');
});

test('a kept talk that cannot be read is given up only by the user', async () => {
  files.talk = { title: 'Damaged', views: [view('a')] };
  files.unread = new Problem('The kept talk is damaged.', 'Save the talk again.');
  await kept.load();
  await kept.startAnew();
  await kept.add(view('b'));
  expect(titles(files.talk)).toBe('b');
});

test('a deleted view is forgotten when it cannot be brought back, and only if that is kept', async () => {
  const [a, b, c] = ['a', 'b', 'c'].map(view) as [TalkView, TalkView, TalkView];
  for (const each of [a, b, c]) await kept.add(each);
  await kept.deleteView(a);
  await kept.undo();
  await kept.deleteView(a);
  expect(forgotten).toEqual([]);
  await kept.deleteView(b);
  expect(forgotten).toEqual([a]);
  await kept.replace({ title: 'Other', views: [] });
  expect(forgotten).toEqual([a, b]);
  // The views of a talk that was replaced may be in its file.
  await kept.add(a);
  await kept.change((talk) => talk);
  expect(forgotten).toEqual([a, b]);
  await kept.deleteView(a);
  files.unwritten = new Problem('The disk is full.', 'Make room.');
  await kept.change((talk) => talk);
  expect(forgotten).toEqual([a, b]);
});
