import { expect, test } from 'vitest';
import { stoppedText } from './stoppedText.ts';

const out = 'all.json';

test('a stopped run is continued without --restart, which would overwrite its file', () => {
  expect(stoppedText({ out, restart: false }, true)).toBe(
    'Stopped. The finished results are in all.json; run the same command to continue.',
  );
  expect(stoppedText({ out, restart: true }, true)).toContain('without --restart to continue');
});

test('before a run has written its file, the old file is unchanged', () => {
  for (const restart of [false, true]) {
    expect(stoppedText({ out, restart }, false)).toBe(
      'Stopped. all.json has not been changed; run the same command to start again.',
    );
  }
});
