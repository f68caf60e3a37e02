import { expect, test } from 'vitest';
import { elapsedText } from './clockTexts.ts';
import { afterAction, type Presented, positionText } from './presented.ts';
import { type PresenterAction, presenterAction } from './presenterKeys.ts';
import { newView } from './talk.ts';
import { talkWindow } from './talkWindow.ts';

const views = ['a', 'b', 'c'].map((title) =>
  newView({ title, notes: '', address: '?seq=dog', picture: null }),
);
const START: Presented = {
  talk: { title: 'Dogs', views },
  position: 0,
  isBlack: false,
  problem: null,
  startedAt: 0,
};

/** Presses keys one after the other. */
function press(...keys: readonly string[]): Presented {
  return keys.reduce((presented, key) => {
    const action = presenterAction({ key });
    return action === null ? presented : afterAction(presented, action);
  }, START);
}

test.each<[PresenterAction, readonly string[]]>([
  ['next', ['PageDown', 'ArrowRight', 'ArrowDown', 'Enter']],
  ['previous', ['PageUp', 'ArrowLeft', 'ArrowUp', 'Backspace']],
  ['black', ['.', 'b', 'B']],
  ['play', [' ', 'k']],
  ['end', ['Escape']],
])('%s has the keys of presenters', (action, keys) => {
  for (const key of keys) expect(presenterAction({ key })).toBe(action);
});

test('the keys that start a slide show, and the shortcuts of the page, do nothing', () => {
  for (const key of ['F5', 'r', 'd', '1', 'z', 'Delete', 'Tab', 'Shift', 'w', ',']) {
    expect(presenterAction({ key })).toBeNull();
  }
});

test('keys go through the views and stay at either end', () => {
  expect(press('PageDown').position).toBe(1);
  expect(press('PageDown', 'ArrowRight', 'Enter', 'PageDown').position).toBe(2);
  expect(press('PageUp')).toBe(START);
  expect(press('End').position).toBe(2);
  expect(press('End', 'Home').position).toBe(0);
  expect(positionText(press('PageDown'))).toBe('2 / 3');
});

test('while the screen is black, the next key shows the view again and goes nowhere', () => {
  expect(press('.')).toMatchObject({ isBlack: true, position: 0 });
  for (const key of ['.', 'b', 'PageDown', ' ']) {
    expect(press('PageDown', 'b', key)).toMatchObject({ isBlack: false, position: 1 });
  }
});

test('why a view is not on the screen is said until another is opened', () => {
  const failed = { ...START, problem: 'It is not here.' };
  expect(afterAction(afterAction(failed, 'black'), 'black').problem).toBe('It is not here.');
  expect(afterAction(failed, 'next').problem).toBeNull();
});

test('a talk without views stays where it is', () => {
  const empty = { ...START, talk: { title: '', views: [] } };
  expect(afterAction(empty, 'next')).toBe(empty);
  expect(afterAction(empty, 'last')).toBe(empty);
});

test('an address names the windows of a talk', () => {
  expect(talkWindow('?speaker')).toBe('speaker');
  expect(talkWindow('?follow')).toBe('follow');
  expect(talkWindow('?seq=speaker')).toBeNull();
});

test('the time since the beginning has hours if it needs them', () => {
  expect([7_900, 750_000, 3_725_000].map(elapsedText)).toEqual(['0:07', '12:30', '1:02:05']);
});
