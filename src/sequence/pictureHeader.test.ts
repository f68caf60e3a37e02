import { describe, expect, it } from 'vitest';
import { hasShared, readShared, withShared } from '../testing/sharedFixtures.ts';
import { encodeLabelMapPng } from './labelMapPng.ts';
import { checkPicture, parsePictureHeader, readPictureHeader } from './pictureHeader.ts';

/** The start of a JPEG, an APP1 segment of this many bytes, and a frame header of 854×480. */
function jpegHead(exifBytes: number): number[] {
  const exif = [0xff, 0xe1, (exifBytes + 2) >> 8, (exifBytes + 2) & 255];
  // An EXIF thumbnail is a JPEG with a frame header of another size.
  const thumbnail = [0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 120, 0, 160, 0xff, 0xd9];
  const frame = [0xff, 0xc2, 0, 17, 8, 480 >> 8, 480 & 255, 854 >> 8, 854 & 255, 3];
  const filler = new Array<number>(Math.max(0, exifBytes - thumbnail.length)).fill(0);
  return [0xff, 0xd8, ...exif, ...thumbnail, ...filler, 0xff, ...frame];
}

const davisSize = { width: 854, height: 480 };

describe('the header of a picture', () => {
  it('contains the size of a PNG', () => {
    const png = encodeLabelMapPng(new Uint8Array(6), { width: 3, height: 2 });
    expect(parsePictureHeader(png)).toEqual({ format: 'PNG', size: { width: 3, height: 2 } });
    expect(parsePictureHeader(png.subarray(0, 20))).toBe('incomplete');
  });

  it('contains the size of a JPEG after an EXIF thumbnail of any size', async () => {
    expect(parsePictureHeader(Uint8Array.from(jpegHead(40)))).toEqual({
      format: 'JPEG',
      size: davisSize,
    });
    const large = new Blob([Uint8Array.from(jpegHead(60_000))]);
    expect((await readPictureHeader(large, 'a.jpg')).size).toEqual(davisSize);
  });

  it('reports other and truncated files', async () => {
    const text = new Blob(['<!doctype html>']);
    await expect(readPictureHeader(text, 'a.jpg')).rejects.toThrow(
      'a.jpg is neither a JPEG nor a PNG.',
    );
    await expect(readPictureHeader(new Blob(), 'a.jpg')).rejects.toThrow('a.jpg is empty.');
    const cut = new Blob([Uint8Array.from(jpegHead(60_000).slice(0, 5000))]);
    await expect(readPictureHeader(cut, 'a.jpg')).rejects.toThrow('cut off after 5000 bytes');
  });

  it('reports both sizes if a picture differs from its sequence', async () => {
    const png = new Blob([
      Uint8Array.from(encodeLabelMapPng(new Uint8Array(6), { width: 3, height: 2 })),
    ]);
    await expect(checkPicture(png, 'dog/00001.jpg', davisSize)).rejects.toThrow(
      'dog/00001.jpg is 3×2, but the first picture of its sequence is 854×480.',
    );
  });
});

describe.skipIf(!hasShared)(withShared('real pictures'), () => {
  it.each([
    ['davis/JPEGImages/480p/soapbox/00000.jpg', 854],
    ['footage/chair/JPEGImages/frame_000000.jpg', 720],
  ])('%s is complete and %i pixels wide', async (path, width) => {
    const picture = new Blob([readShared(path)]);
    const { format, size } = await checkPicture(picture, path);
    expect({ format, size }).toEqual({ format: 'JPEG', size: { width, height: 480 } });
  });

  it('are rejected when truncated', async () => {
    const jpeg = readShared('davis/JPEGImages/480p/soapbox/00000.jpg');
    for (const length of [1000, jpeg.length >> 1, jpeg.length - 2]) {
      const cut = checkPicture(new Blob([jpeg.subarray(0, length)]), 'soapbox/00000.jpg');
      await expect(cut).rejects.toThrow('soapbox/00000.jpg is cut off');
    }
  });
});
