import { describe, expect, it } from 'vitest';
import { exifData, pngChunk, pngWith } from '../testing/pictureParts.ts';
import { hasShared, readShared, withShared } from '../testing/sharedFixtures.ts';
import { checkPicture } from './checkPicture.ts';
import { encodeLabelMapPng } from './labelMapPng.ts';

const davisSize = { width: 854, height: 480 };
const png = Uint8Array.from(encodeLabelMapPng(new Uint8Array(6), { width: 3, height: 2 }));

describe('checking a picture', () => {
  it('reports other, empty and truncated files', async () => {
    const text = new Blob(['<!doctype html>']);
    await expect(checkPicture(text, 'a.jpg')).rejects.toThrow(
      'a.jpg is not a JPEG or PNG picture, or its header is damaged.',
    );
    await expect(checkPicture(new Blob(), 'a.jpg')).rejects.toThrow('a.jpg is empty.');
    const cut = new Blob([png.subarray(0, png.length - 1)]);
    await expect(checkPicture(cut, 'a.png')).rejects.toThrow('a.png is cut off');
  });

  it('reports both sizes if a picture differs from its sequence, and how it is turned', async () => {
    const check = (picture: Uint8Array<ArrayBuffer>) =>
      checkPicture(new Blob([picture]), 'dog/00001.png', davisSize);
    await expect(check(png)).rejects.toThrow(
      'dog/00001.png is 3×2, but the first picture of its sequence is 854×480.',
    );
    await expect(check(pngWith(png, pngChunk('eXIf', exifData(8))))).rejects.toThrow(
      'dog/00001.png is 2×3 (turned by its EXIF orientation 8), but',
    );
  });
});

describe.skipIf(!hasShared)(withShared('real pictures'), () => {
  it.each([
    ['davis/JPEGImages/480p/soapbox/00000.jpg', 854],
    ['footage/chair/JPEGImages/frame_000000.jpg', 720],
  ])('%s is complete and %i pixels wide', async (path, width) => {
    const picture = new Blob([readShared(path)]);
    const { format, size, length } = await checkPicture(picture, path);
    expect({ format, size }).toEqual({ format: 'JPEG', size: { width, height: 480 } });
    expect(length).toBe(picture.size);
  });
});
