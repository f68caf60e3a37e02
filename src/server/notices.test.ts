import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commit, noticesText } from './notices.ts';

test('the notices name every package of the app, with its version, licence and text', () => {
  const text = noticesText('.');
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const { version, license } = JSON.parse(
      readFileSync(`node_modules/${name}/package.json`, 'utf8'),
    );
    expect(text).toContain(`${name} ${version}\n${license}\n`);
  }
  // A package that is not installed by itself.
  expect(text).toContain('\nonnxruntime-common ');
  expect(text).not.toContain('\nvitest ');
  for (const part of text.split(/\n={80}\n\n/).slice(1)) {
    expect(part, part.slice(0, 60)).toMatch(
      /Permission|Redistribution|Apache License|Mozilla Public License|Licence: /i,
    );
  }
});

test('the source of ffmpeg is that of the installed version', () => {
  const { version } = JSON.parse(readFileSync('node_modules/@ffmpeg/core-mt/package.json', 'utf8'));
  const offer = readFileSync('public/licences/ffmpeg.txt', 'utf8');
  expect(offer).toContain(`@ffmpeg/core-mt, version ${version}, unchanged`);
  expect(readFileSync('public/licences/GPL-2.0.txt', 'utf8')).toContain(
    'GNU GENERAL PUBLIC LICENSE',
  );
});

test('the commit is known in a checkout', () => {
  expect(commit() ?? 'aaaaaaa').toMatch(/^[0-9a-f]{7,}$/);
});
