import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCodedPictures } from './codedPictures.ts';

const STREAM = 'e2e/fixtures/kvazaar-reef-crossing.hevc';
const PICTURES = 'public/samples/JPEGImages/480p/reef-crossing/%05d.jpg';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-pictures-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file that native ffmpeg writes. */
function written(name: string, input: string, ...args: string[]): File {
  const path = join(folder, name);
  execFileSync('ffmpeg', ['-v', 'error', '-i', input, ...args, path]);
  return new File([readFileSync(path)], name);
}

const read = (file: File) => readCodedPictures({ name: file.name, data: file });

test('a stream has the same slices in every container, in the same order', async () => {
  const bframes = ['-c:v', 'libx265', '-x265-params', 'log-level=0:bframes=3', '-frames:v', '6'];
  const mkv = written('a.mkv', PICTURES, ...bframes);
  const stored = join(folder, 'a.mkv');
  const mp4 = written('a.mp4', stored, '-c', 'copy');
  const bare = await read(written('a.hevc', stored, '-c', 'copy'));
  expect(bare.map(({ place }) => place).toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
  const slices = (pictures: typeof bare) =>
    pictures.map(({ units }) =>
      units.filter(([first = 0]) => first >> 1 < 32).map((unit) => Buffer.from(unit)),
    );
  for (const file of [mp4, mkv]) {
    const contained = await read(file);
    expect(contained.map(({ place }) => place)).toEqual(bare.map(({ place }) => place));
    expect(slices(contained)).toEqual(slices(bare));
  }
});

test('a file that is encrypted, or of another codec, is named with the reason', async () => {
  const key = ['-encryption_key', '76a6c65c5ea762046bd749a2e632ccbb'];
  const kid = ['-encryption_kid', 'a7e61c373e219033c21091fa607bf3b8'];
  const scheme = ['-encryption_scheme', 'cenc-aes-ctr'];
  const options = ['-c', 'copy', '-tag:v', 'hvc1', ...scheme, ...key, ...kid];
  const encrypted = written('secret.mp4', STREAM, ...options);
  await expect(read(encrypted)).rejects.toThrow(/^secret\.mp4 is encrypted\./);
  const other = written('other.mp4', PICTURES, '-frames:v', '2', '-c:v', 'libx264');
  await expect(read(other)).rejects.toThrow(/^other\.mp4 is avc, not HEVC/);
});
