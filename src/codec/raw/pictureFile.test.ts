import { existsSync, readFileSync } from 'node:fs';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { examinePicture } from './pictureFile.ts';

const DAVIS_JPEG = '../shared/davis/JPEGImages/480p/soapbox/00000.jpg';

/** A minimal JPEG: a thumbnail with its own end marker, the size, two scans. */
function jpegSkeleton({ end }: { end: boolean }): Uint8Array {
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...[0xff, 0xe1, 0x00, 0x06, 0xff, 0xd8, 0xff, 0xd9],
    ...[0xff, 0xc2, 0x00, 0x0b, 8, 0x01, 0xe0, 0x03, 0x56, 1, 1, 0x11, 0],
    ...[0xff, 0xda, 0x00, 0x02, 1, 2, 0xff, 0x00, 3, 0xff, 0xd0, 4],
    ...[0xff, 0xda, 0x00, 0x02, 5, 6],
    ...(end ? [0xff, 0xd9, 0, 0] : []),
  ]);
}

describe('examinePicture', () => {
  it('finds the size and end of a progressive JPEG, past its thumbnail', () => {
    const size = { width: 854, height: 480 };
    expect(examinePicture(jpegSkeleton({ end: true }))).toEqual({
      format: 'jpg',
      size,
      complete: true,
    });
    expect(examinePicture(jpegSkeleton({ end: false }))).toMatchObject({ size, complete: false });
  });

  it('finds the size and end of a PNG', () => {
    const png = encode({ width: 5, height: 3, data: new Uint8Array(5 * 3 * 3), channels: 3 });
    expect(examinePicture(png)).toEqual({
      format: 'png',
      size: { width: 5, height: 3 },
      complete: true,
    });
    expect(examinePicture(png.subarray(0, png.length - 4))).toMatchObject({ complete: false });
  });

  it('returns null for other files', () => {
    expect(examinePicture(new Uint8Array(0))).toBeNull();
    expect(examinePicture(new TextEncoder().encode('GIF89a'))).toBeNull();
    expect(examinePicture(Uint8Array.of(0xff, 0xd8, 0xff))).toBeNull();
  });

  it.skipIf(!existsSync(DAVIS_JPEG))('detects every truncation of a DAVIS picture', () => {
    const picture = new Uint8Array(readFileSync(DAVIS_JPEG));
    expect(examinePicture(picture)).toEqual({
      format: 'jpg',
      size: { width: 854, height: 480 },
      complete: true,
    });
    for (let share = 0.05; share < 1; share += 0.05) {
      const cut = examinePicture(picture.subarray(0, Math.floor(picture.length * share)));
      expect(cut?.complete ?? false).toBe(false);
    }
    expect(examinePicture(picture.subarray(0, picture.length - 1))).toMatchObject({
      complete: false,
    });
  });
});
