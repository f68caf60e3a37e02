import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCodedPictures } from './codedPictures.ts';

const STREAM = 'e2e/fixtures/kvazaar-reef-crossing.hevc';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-pictures-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The stream in another file, written by native ffmpeg. */
function converted(name: string, ...args: string[]): File {
  const path = join(folder, name);
  execFileSync('ffmpeg', ['-v', 'error', '-i', STREAM, ...args, path]);
  return new File([readFileSync(path)], name);
}

const read = (file: File) => readCodedPictures({ name: file.name, data: file });

test('a stream has the same slices in every container, in the same order', async () => {
  const bare = await read(new File([readFileSync(STREAM)], 'bare.hevc'));
  expect(bare.map(({ place }) => place).sort()).toEqual([0, 1, 2]);
  const slices = (pictures: typeof bare) =>
    pictures.map(({ units }) =>
      units.filter(([first = 0]) => first >> 1 < 32).map((unit) => Buffer.from(unit)),
    );
  for (const name of ['a.mkv', 'a.mp4']) {
    const contained = await read(converted(name, '-c', 'copy'));
    expect(contained.map(({ place }) => place)).toEqual(bare.map(({ place }) => place));
    expect(slices(contained)).toEqual(slices(bare));
  }
});

test('a file that is encrypted, or of another codec, is named with the reason', async () => {
  const key = ['-encryption_key', '76a6c65c5ea762046bd749a2e632ccbb'];
  const kid = ['-encryption_kid', 'a7e61c373e219033c21091fa607bf3b8'];
  const scheme = ['-encryption_scheme', 'cenc-aes-ctr'];
  const encrypted = converted(
    'secret.mp4',
    '-c',
    'copy',
    '-tag:v',
    'hvc1',
    ...scheme,
    ...key,
    ...kid,
  );
  await expect(read(encrypted)).rejects.toThrow(/^secret\.mp4 is encrypted\./);
  const other = converted('other.mp4', '-c:v', 'libx264');
  await expect(read(other)).rejects.toThrow(/^other\.mp4 is avc, not HEVC/);
});
