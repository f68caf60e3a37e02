import { expect, test } from 'vitest';
import {
  NEW_TALK,
  newView,
  runOf,
  runsOf,
  type Talk,
  withChange,
  withMoved,
  withoutView,
  withView,
} from './talk.ts';

const view = (title: string, address = '?seq=dog') =>
  newView({ title, notes: '', address, picture: null });

const [a, b, c] = [
  view('a', '?seq=dog&run=dog.maskscope'),
  view('b'),
  view('c', '?seq=dog&frame=3&run=dog.maskscope'),
];
const talk: Talk = { title: 'Dogs', views: [a, b, c] };
const titles = ({ views }: Talk) => views.map(({ title }) => title).join('');

test('a view is added behind the others, or at a place', () => {
  expect(titles(withView(talk, view('d')))).toBe('abcd');
  expect(titles(withView(talk, view('d'), 1))).toBe('adbc');
  expect(titles(withView(NEW_TALK, a))).toBe('a');
});

test('a view is moved earlier and later, and stays at either end', () => {
  expect(titles(withMoved(talk, a.id, 1))).toBe('bac');
  expect(titles(withMoved(talk, c.id, -1))).toBe('acb');
  expect(withMoved(talk, a.id, -1)).toBe(talk);
  expect(withMoved(talk, c.id, 1)).toBe(talk);
  expect(withMoved(talk, 'unknown', 1)).toBe(talk);
});

test('a view is changed and deleted, and the others stay', () => {
  const changed = withChange(talk, b.id, { title: 'B', notes: 'Say it slowly.' });
  expect(titles(changed)).toBe('aBc');
  expect(changed.views[1]?.notes).toBe('Say it slowly.');
  expect(titles(withoutView(talk, b.id))).toBe('ac');
  expect(titles(talk)).toBe('abc');
});

test('a talk names each of its runs once', () => {
  expect(runOf(b)).toBeNull();
  expect(runsOf(talk)).toEqual(['dog.maskscope']);
});
