import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { fileSha256 } from './fileSha256.ts';

const BYTES = new Uint8Array(10_000_001).map((_, index) => index * 7 + (index >> 8));

test.each([0, 1, 4 * 1024 * 1024, BYTES.length])(
  'the digest of %d bytes is that of sha256sum',
  async (length) => {
    const bytes = BYTES.slice(0, length);
    const expected = createHash('sha256').update(bytes).digest('hex');
    expect(await fileSha256(new Blob([bytes]), 'weights.pth')).toBe(expected);
  },
);

test('reports progress, and stops when it is aborted', async () => {
  const stop = new AbortController();
  const shares: number[] = [];
  const hashing = fileSha256(new Blob([BYTES]), 'weights.pth', {
    signal: stop.signal,
    onProgress: (done) => {
      shares.push(done);
      if (done > 0.5) stop.abort();
    },
  });
  await expect(hashing).rejects.toMatchObject({ name: 'AbortError' });
  expect(shares).toHaveLength(2);
});
