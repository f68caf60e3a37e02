import { expect, test } from 'vitest';
import { browserName } from './browserName.ts';

const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const LINUX = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit';

test.each([
  [`${LINUX}/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36`, 'Chrome 143'],
  [`${LINUX}/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0`, 'Edge 143'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox 153'],
  [`${MAC} Version/15.1 Safari/605.1.15`, 'Safari 15.1'],
  [
    `${LINUX}/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`,
    'this browser on WebKit 18.5',
  ],
  ['curl/8.0', 'this browser'],
])('%s is %s', (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});
