import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { fingerprint, rememberPictureDigests } from './fingerprint.ts';
import type { SequenceSource } from './sequence.ts';

const sha256 = (...parts: readonly (string | Buffer)[]) =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest();

/** A source with two frames, the first with an annotation; `reads` lists the pictures read. */
function sourceOf(change: Partial<SequenceSource> = {}) {
  const reads: string[] = [];
  const source: SequenceSource = {
    name: 'dog',
    origin: 'folder',
    layout: 'davis',
    video: null,
    laterObjects: false,
    pictureNames: ['00000.jpg', '00001.jpg'],
    size: { width: 4, height: 4 },
    objectIds: [1],
    frameRate: 25,
    warnings: [],
    readPicture: async (index) => {
      reads.push(`picture ${index}`);
      return new Blob([`picture ${index}`]);
    },
    readAnnotation: async (index) => (index === 0 ? new Blob(['mask']) : null),
    ...change,
  };
  return { source, reads };
}

test('hashes pictures and annotations in order, with zeros for missing annotations', async () => {
  const { source } = sourceOf();
  const expected = sha256(
    sha256('picture 0'),
    sha256('mask'),
    sha256('picture 1'),
    Buffer.alloc(32),
  ).toString('hex');
  expect(await fingerprint(source, 2)).toBe(expected);
  expect(await fingerprint(source, 1)).toBe(
    sha256(sha256('picture 0'), sha256('mask')).toString('hex'),
  );
});

test('does not depend on file names', async () => {
  const { source } = sourceOf();
  const { source: copy } = sourceOf({ name: 'copy', pictureNames: ['a.jpg', 'b.jpg'] });
  expect(await fingerprint(copy, 2)).toBe(await fingerprint(source, 2));
});

test('reads and hashes each picture once', async () => {
  const { source, reads } = sourceOf();
  await fingerprint(source, 2);
  await fingerprint(source, 2);
  expect(reads).toEqual(['picture 0', 'picture 1']);
  await fingerprint(source, 1);
  expect(reads).toEqual(['picture 0', 'picture 1']);
});

test('stops reading when aborted, and can be called again', async () => {
  const abort = new AbortController();
  const { source, reads } = sourceOf();
  const readPicture = async (index: number) => {
    abort.abort();
    return source.readPicture(index);
  };
  const stopping: SequenceSource = { ...source, readPicture };
  await expect(fingerprint(stopping, 2, { signal: abort.signal })).rejects.toThrow(
    expect.objectContaining({ name: 'AbortError' }),
  );
  expect(reads).toEqual(['picture 0']);
  expect(await fingerprint(stopping, 2)).toBe(await fingerprint(source, 2));
});

test('does not read pictures with a cached digest', async () => {
  const { source, reads } = sourceOf();
  rememberPictureDigests(source, [sha256('picture 0')]);
  expect(await fingerprint(source, 2)).toBe(await fingerprint(sourceOf().source, 2));
  expect(reads).toEqual(['picture 1']);
});

test('hashes a video file instead of pictures', async () => {
  const video = { name: 'a.mkv', data: new Blob(['abcdefghij']) };
  const { source } = sourceOf({ video });
  expect(await fingerprint(source, 1, { sliceBytes: 4 })).toBe(
    sha256(sha256(sha256('abcd'), sha256('efgh'), sha256('ij')), sha256('mask')).toString('hex'),
  );
});
