import { createHash } from 'node:crypto';
import { bytesToHex } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { textSha256 } from './sha256.ts';
import { slicedDigestHex, slicedDigestOfBytes } from './slicedDigest.ts';

const sha256 = (...parts: readonly (string | Buffer)[]) =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest();

test('a large file is hashed slice by slice and never read as a whole', async () => {
  const data = new Blob(['abcdefghij']);
  const lengths: number[] = [];
  const whole = data.slice.bind(data);
  data.slice = (start = 0, end = data.size) => {
    const slice = whole(start, end);
    lengths.push(slice.size);
    return slice;
  };
  data.arrayBuffer = () => Promise.reject(new RangeError('too large'));
  expect(await slicedDigestHex({ name: 'a.mkv', data }, { sliceBytes: 4 })).toBe(
    sha256(sha256('abcd'), sha256('efgh'), sha256('ij')).toString('hex'),
  );
  expect(lengths).toEqual([4, 4, 2]);
});

test.each(['', 'abc', 'abcd'])('a file of one slice has its plain SHA-256: "%s"', async (text) => {
  const file = { name: 'a', data: new Blob([text]) };
  const expected = sha256(text).toString('hex');
  expect(await slicedDigestHex(file, { sliceBytes: 4 })).toBe(expected);
  expect(bytesToHex(await slicedDigestOfBytes(new TextEncoder().encode(text)))).toBe(expected);
  expect(await textSha256(text)).toBe(expected);
});

test('bytes of more than one slice have the digest of a file with the same content', async () => {
  const bytes = new Uint8Array(64 * 1024 * 1024 + 1).fill(7);
  const file = { name: 'a', data: new Blob([bytes]) };
  expect(bytesToHex(await slicedDigestOfBytes(bytes))).toBe(await slicedDigestHex(file));
});

test('a file that can no longer be read is named', async () => {
  const data = new Blob(['abc']);
  data.slice = () => {
    throw new DOMException('gone', 'NotFoundError');
  };
  await expect(slicedDigestHex({ name: 'output.yuv', data })).rejects.toThrow(
    /^output\.yuv cannot be read: it was moved, changed or deleted after it was opened\. Open it again\.$/,
  );
});
