import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../testing/testZip.ts';
import { isZipFile } from './fileNames.ts';
import { filesOfZip } from './zipFiles.ts';

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
      'a.zip/dog/2.jpg could not be unpacked: its content does not have the checksum in the archive. Copy or download the archive again.',
    );
  });

  it('names a compression that browsers do not know, and what to do', async () => {
    const bytes = await bytesOf(await zipOf({ 'dog/0.jpg': new Uint8Array(100) }));
    const view = new DataView(bytes.buffer);
    // In the file's own header and in the directory.
    view.setUint16(8, 14, true);
    view.setUint16(Buffer.from(bytes).indexOf('PK\x01\x02') + 10, 14, true);
    const [file] = await filesOfZip(new Blob([Uint8Array.from(bytes)]), 'a.zip');
    await expect(file?.blob()).rejects.toThrow(
      'a.zip/dog/0.jpg could not be unpacked: it is compressed with method 14 of ZIP, and browsers know only 8 (Deflate). Unpack the archive with another program',
    );
  });

  it('lets the page react while many files are listed', async () => {
    const many = Array.from({ length: 3000 }, (_, index) => [`${index}.txt`, new Uint8Array(1)]);
    const zip = await zipOf(Object.fromEntries(many), { level: 0 });
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    expect(await filesOfZip(zip, 'a.zip')).toHaveLength(3000);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
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
