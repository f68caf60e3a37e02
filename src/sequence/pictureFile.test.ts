import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { exifData, jpegWithExif, pngChunk, pngWith } from '../testing/pictureParts.ts';
import { hasShared, readShared, withShared } from '../testing/sharedFixtures.ts';
import { examinePicture } from './pictureFile.ts';

const size = { width: 854, height: 480 };

/** A minimal JPEG: a thumbnail with its own size and end marker, the size, two scans. */
function jpegSkeleton({ end, exifBytes = 0 }: { end: boolean; exifBytes?: number }): Uint8Array {
  const thumbnail = [0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 120, 0, 160, 0xff, 0xd9];
  const length = 2 + thumbnail.length + exifBytes;
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...[0xff, 0xe1, length >> 8, length & 255, ...thumbnail, ...new Array(exifBytes).fill(0)],
    ...[0xff, 0xff, 0xc2, 0x00, 0x0b, 8, 0x01, 0xe0, 0x03, 0x56, 1, 1, 0x11, 0],
    ...[0xff, 0xda, 0x00, 0x02, 1, 2, 0xff, 0x00, 3, 0xff, 0xd0, 4],
    ...[0xff, 0xda, 0x00, 0x02, 5, 6],
    ...(end ? [0xff, 0xd9] : []),
  ]);
}

const png = encode({ width: 5, height: 3, data: new Uint8Array(5 * 3 * 3), channels: 3 });

describe('the structure of a picture file', () => {
  it.each([0, 60_000])(
    'gives a JPEG’s size and end, past a thumbnail and %i bytes',
    (exifBytes) => {
      const jpeg = jpegSkeleton({ end: true, exifBytes });
      const stored = { format: 'JPEG', size, storedSize: size, orientation: 1 };
      expect(examinePicture(jpeg)).toEqual({ ...stored, length: jpeg.length });
      const cut = jpegSkeleton({ end: false, exifBytes });
      expect(examinePicture(cut)).toEqual({ ...stored, length: null });
    },
  );

  it('gives a PNG’s size and end', () => {
    const [width, height] = [5, 3];
    expect(examinePicture(png)).toMatchObject({ format: 'PNG', size: { width, height } });
    expect(examinePicture(png)?.length).toBe(png.length);
    expect(examinePicture(png.subarray(0, png.length - 4))?.length).toBeNull();
  });

  it('ends a picture at its end marker, whatever a camera stores behind it', () => {
    const motionPhoto = new TextEncoder().encode('\0\0\0\u0018ftypmp42');
    for (const picture of [jpegSkeleton({ end: true }), png]) {
      for (const behind of [new Uint8Array(4096), motionPhoto, picture]) {
        const file = Uint8Array.from([...picture, ...behind]);
        expect(examinePicture(file)).toEqual(examinePicture(picture));
      }
    }
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8] as const)('has the size as shown in orientation %i', (turn) => {
    const shown = turn > 4 ? { width: 480, height: 854 } : size;
    for (const order of ['II', 'MM'] as const) {
      const jpeg = jpegWithExif(jpegSkeleton({ end: true }), exifData(turn, order));
      expect(examinePicture(jpeg)).toMatchObject({ size: shown, storedSize: size });
      expect(examinePicture(jpeg)?.orientation).toBe(turn);
    }
    const turned = pngWith(png, pngChunk('eXIf', exifData(turn)));
    expect(examinePicture(turned)?.size.width).toBe(turn > 4 ? 3 : 5);
  });

  it('ignores EXIF data that is damaged or has no valid orientation', () => {
    const jpeg = jpegSkeleton({ end: true });
    const whole = exifData(6);
    for (let length = 0; length < 20; length++) {
      expect(examinePicture(jpegWithExif(jpeg, whole.subarray(0, length)))?.orientation).toBe(1);
    }
    for (const value of [0, 9, 65535]) {
      expect(examinePicture(jpegWithExif(jpeg, exifData(value)))?.orientation).toBe(1);
    }
  });

  it('is unknown for other files, for no size and for two sizes', () => {
    expect(examinePicture(new Uint8Array(0))).toBeNull();
    expect(examinePicture(new TextEncoder().encode('GIF89a'))).toBeNull();
    expect(examinePicture(Uint8Array.of(0xff, 0xd8, 0xff))).toBeNull();
    const frame = [0xff, 0xc0, 0, 0x0b, 8, 1, 0, 1, 0, 1, 1, 0x11, 0];
    const twice = Uint8Array.from([0xff, 0xd8, ...frame, ...frame, 0xff, 0xd9]);
    expect(examinePicture(twice)).toBeNull();
  });
});

describe.skipIf(!hasShared)(withShared('a DAVIS picture'), () => {
  it('is known to be cut off wherever it is cut', () => {
    const picture = new Uint8Array(readShared('davis/JPEGImages/480p/soapbox/00000.jpg'));
    expect(examinePicture(picture)).toMatchObject({ size, length: picture.length });
    for (let share = 0.05; share < 1; share += 0.05) {
      const cut = examinePicture(picture.subarray(0, Math.floor(picture.length * share)));
      expect(cut?.length ?? null).toBeNull();
    }
    expect(examinePicture(picture.subarray(0, picture.length - 1))?.length).toBeNull();
  });
});
