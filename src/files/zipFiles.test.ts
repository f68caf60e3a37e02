import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../testing/testZip.ts';
import { filesOfZip, isZipFile } from './zipFiles.ts';

const MEBIBYTE = 2 ** 20;

/** A Blob that counts the bytes that are read from it. */
class CountingBlob extends Blob {
  bytesRead = 0;

  override slice(start = 0, end = this.size, type?: string): Blob {
    this.bytesRead += Math.min(end, this.size) - start;
    return super.slice(start, end, type);
  }
}

/** Six incompressible files of one mebibyte. */
function noise(): Record<string, Uint8Array> {
  return Object.fromEntries(
    Array.from({ length: 6 }, (_, index) => [`dog/${index}.jpg`, randomBytes(MEBIBYTE)]),
  );
}

async function bytesOf(blob: Blob | undefined): Promise<Uint8Array> {
  return new Uint8Array((await blob?.arrayBuffer()) ?? []);
}

describe('filesOfZip', () => {
  it.each([
    ['compressed', {}],
    ['stored', { level: 0 }],
    ['zip64', { zip64: true }],
  ])('returns each file with its path: %s', async (_, options) => {
    const content = noise();
    const files = await filesOfZip(await zipOf(content, options), 'davis.zip');
    expect(files.map(({ path }) => path)).toEqual(
      Object.keys(content).map((path) => `davis.zip/${path}`),
    );
    const read = await Promise.all(files.map(async (file) => bytesOf(await file.blob())));
    for (const [index, bytes] of read.entries()) {
      expect(Buffer.compare(bytes, content[`dog/${index}.jpg`] ?? bytes), `${index}`).toBe(0);
    }
  });

  it('reads only the directory, and then only the requested file', async () => {
    const zip = new CountingBlob([await zipOf(noise())]);
    const files = await filesOfZip(zip, 'davis.zip');
    expect(zip.bytesRead).toBeLessThan(MEBIBYTE / 4);
    zip.bytesRead = 0;
    await files[3]?.blob();
    expect(zip.bytesRead).toBeGreaterThan(MEBIBYTE);
    expect(zip.bytesRead).toBeLessThan(1.5 * MEBIBYTE);
  });

  it('skips folders and files of the operating system, and reads Windows paths', async () => {
    const bytes = Uint8Array.of(1);
    const zip = await zipOf({
      '__MACOSX/dog/._0.jpg': bytes,
      'dog/.DS_Store': bytes,
      'dog\\1.jpg': bytes,
      'dog/0.jpg': bytes,
    });
    const files = await filesOfZip(zip, 'a.zip');
    expect(files.map(({ path }) => path)).toEqual(['a.zip/dog/1.jpg', 'a.zip/dog/0.jpg']);
  });

  it('names a file that is cut off or is not an archive', async () => {
    const zip = await zipOf(noise());
    await expect(filesOfZip(zip.slice(0, 3 * MEBIBYTE), 'a.zip')).rejects.toThrow(
      /^a\.zip is not a complete ZIP archive .* Copy or download it again\.$/,
    );
    await expect(filesOfZip(new Blob(['notes']), 'a.zip')).rejects.toThrow(
      'a.zip is not a complete',
    );
    await expect(filesOfZip(new Blob([]), 'a.zip')).rejects.toThrow('a.zip is not a complete');
  });

  it('names an encrypted archive', async () => {
    const zip = await zipOf({ 'dog/0.jpg': Uint8Array.of(1) }, { password: 'secret' });
    await expect(filesOfZip(zip, 'a.zip')).rejects.toThrow('a.zip is encrypted (dog/0.jpg).');
  });

  it('names the file that is damaged', async () => {
    const bytes = await bytesOf(await zipOf(noise(), { level: 0 }));
    bytes.fill(0, 2.5 * MEBIBYTE, 2.5 * MEBIBYTE + 100);
    const files = await filesOfZip(new Blob([Uint8Array.from(bytes)]), 'a.zip');
    await files[0]?.blob();
    await expect(files[2]?.blob()).rejects.toThrow(
      /^a\.zip\/dog\/2\.jpg could not be unpacked .* Copy or download the archive again\.$/,
    );
  });
});

describe('isZipFile', () => {
  it('goes by the name', () => {
    expect(['a.zip', 'A.ZIP', 'a.zip.txt', 'zip'].map(isZipFile)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
