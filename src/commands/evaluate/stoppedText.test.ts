import { expect, test } from 'vitest';
import { stoppedText } from './stoppedText.ts';

const out = 'all.json';

test('a run that was stopped goes on with its file, which --restart would overwrite', () => {
  expect(stoppedText({ out, restart: false }, true)).toBe(
    'Stopped. What is finished is in all.json; the same command goes on.',
  );
  expect(stoppedText({ out, restart: true }, true)).toContain('without --restart goes on');
});

test('before it has written its file there is nothing to go on with: the file is still the old one', () => {
  for (const restart of [false, true]) {
    expect(stoppedText({ out, restart }, false)).toBe(
      'Stopped. all.json is as it was before; the same command begins again.',
    );
  }
});
