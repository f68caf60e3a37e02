import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LEAST_BROWSERS } from './leastBrowsers.ts';
import type { MissingFeature } from './missingFeature.ts';
import { missingMessage } from './startMessage.ts';

const WEBKIT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15';

function textOf(missing: MissingFeature, page = 'https://example.org/maskscope/'): string {
  const { what, remedies } = missingMessage(missing, new URL(page), WEBKIT, 'It is blocked.');
  return [what, ...remedies].join(' ');
}

test('an insecure page is told where else to open it', () => {
  const text = textOf('secure-origin', 'http://lab-7:4173/demo/');
  expect(text).toContain('over plain HTTP from lab-7');
  expect(text).toContain('https://lab-7:4173/demo/');
  expect(text).toContain('http://localhost:4173/demo/');
});

test('headers are blamed only where they are missing', () => {
  const blamed = (missing: MissingFeature) => textOf(missing).includes('Cross-Origin-');
  expect(blamed('isolation')).toBe(true);
  expect(textOf('isolation')).toContain('It is blocked.');
  for (const missing of ['webassembly', 'secure-origin', 'shared-memory'] as const) {
    expect(blamed(missing)).toBe(false);
  }
});

test('a browser without shared memory is named, with the versions that have it', () => {
  const text = textOf('shared-memory');
  expect(text).toContain('this browser on WebKit 18.5 does not offer SharedArrayBuffer');
  expect(text).toContain(LEAST_BROWSERS);
});

test('a browser with too old CSS is named, with the versions that will do', () => {
  const text = textOf('css');
  expect(text).toContain('CSS that this browser on WebKit 18.5 does not know');
  expect(text).toContain(LEAST_BROWSERS);
});

test.each(['index.html', 'docs/browsers.md'])('%s names the same versions', (file) => {
  expect(readFileSync(file, 'utf8').replaceAll(/\s+/g, ' ')).toContain(LEAST_BROWSERS);
});
