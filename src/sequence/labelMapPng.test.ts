import { deflateSync } from 'node:zlib';
import { type DecodedPng, decode, encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { exifData, pngChunk, pngWith } from '../testing/pictureParts.ts';
import { hasShared, readShared, withShared } from '../testing/sharedFixtures.ts';
import { DAVIS_PALETTE } from './davisPalette.ts';
import { decodeLabelMapPng, encodeLabelMapPng } from './labelMapPng.ts';
import { objectIdsOf } from './labelMaps.ts';

const size = { width: 4, height: 2 };

function idsOf(picture: Omit<Partial<DecodedPng>, 'data'> & { data: number[] }): number[] {
  const data =
    picture.depth === 16 ? Uint16Array.from(picture.data) : Uint8Array.from(picture.data);
  return [...decodeLabelMapPng(encode({ ...size, channels: 1, ...picture, data }), 'a.png').ids];
}

describe('decodeLabelMapPng', () => {
  it('reads palette indices as ids, and 255 as void', () => {
    const palette = DAVIS_PALETTE.map((colour) => [...colour]);
    expect(idsOf({ data: [0, 1, 2, 3, 255, 255, 0, 0], palette })).toEqual([
      0, 1, 2, 3, 255, 255, 0, 0,
    ]);
  });

  it('unpacks indices of 1, 2 and 4 bits', () => {
    const palette = [...DAVIS_PALETTE.slice(0, 4).map((colour) => [...colour])];
    const odd = { width: 3, height: 2, palette };
    expect(idsOf({ ...odd, depth: 1, data: [0b10100000, 0b01000000] })).toEqual([1, 0, 1, 0, 1, 0]);
    expect(idsOf({ ...odd, depth: 2, data: [0b00011000, 0b11100100] })).toEqual([0, 1, 2, 3, 2, 1]);
    expect(idsOf({ ...odd, depth: 4, data: [0x12, 0x30, 0x01, 0x20] })).toEqual([1, 2, 3, 0, 1, 2]);
  });

  it('reads white as object 1 in a black and white file', () => {
    expect(idsOf({ data: [0, 255, 255, 0, 0, 0, 0, 0] })).toEqual([0, 1, 1, 0, 0, 0, 0, 0]);
    expect(idsOf({ depth: 1, data: [0b01100000, 0] })).toEqual([0, 1, 1, 0, 0, 0, 0, 0]);
    expect(idsOf({ depth: 16, data: [0, 65535, 0, 0, 0, 0, 0, 0] })[1]).toBe(1);
    const pixels = [0, 255, 0, 0, 0, 0, 0, 0];
    expect(idsOf({ channels: 3, data: pixels.flatMap((grey) => [grey, grey, grey]) })[1]).toBe(1);
    expect(idsOf({ channels: 4, data: pixels.flatMap((grey) => [255, 255, 255, grey]) })).toEqual([
      0, 1, 0, 0, 0, 0, 0, 0,
    ]);
  });

  it('reads other grey values as ids, and 255 among them as void', () => {
    expect(idsOf({ data: [0, 1, 2, 255, 0, 0, 0, 0] })).toEqual([0, 1, 2, 255, 0, 0, 0, 0]);
  });

  it('maps the colours of the DAVIS palette to ids, and reports other colours and their position', () => {
    const ids = [0, 1, 2, 3, 7, 255, 0, 0];
    const data = ids.flatMap((id) => [...(DAVIS_PALETTE[id] ?? [])]);
    expect(idsOf({ channels: 3, data })).toEqual(ids);
    data.splice(5 * 3, 3, 127, 0, 0);
    expect(() => idsOf({ channels: 3, data })).toThrow(
      'a.png contains the colour 127, 0, 0 (at x 1, y 1), which is not in the DAVIS palette.',
    );
    data.splice(5 * 3, 3, 255, 255, 255);
    expect(() => idsOf({ channels: 3, data })).toThrow('the colour 255, 255, 255 (at x 1, y 1)');
  });

  it('rejects a soft mask', () => {
    const data = Array.from({ length: 100 }, (_, grey) => grey * 2);
    expect(() => idsOf({ width: 10, height: 10, data })).toThrow('a.png contains 99 grey values');
  });

  it('rejects ids above 254 in 16-bit files', () => {
    expect(idsOf({ depth: 16, data: [0, 1, 2, 254, 0, 0, 0, 0] })[3]).toBe(254);
    expect(() => idsOf({ depth: 16, data: [0, 1, 2, 300, 0, 0, 0, 0] })).toThrow(
      'a.png contains the id 300; object ids go from 1 to 254.',
    );
  });

  it('reports both sizes if the annotation and its picture differ in size', () => {
    const png = encodeLabelMapPng(new Uint8Array(8), size);
    expect(() => decodeLabelMapPng(png, 'dog/00003.png', { width: 854, height: 480 })).toThrow(
      'dog/00003.png is 4×2, but its picture is 854×480.',
    );
  });

  it('distinguishes truncated, damaged and other files', () => {
    const png = encodeLabelMapPng(new Uint8Array(8), size);
    for (const length of [0, 10, 30, png.length - 20, png.length - 4]) {
      expect(() => decodeLabelMapPng(png.subarray(0, length), 'a.png')).toThrow('a.png is cut off');
    }
    const damaged = Uint8Array.from(png);
    damaged[png.length - 20] = (damaged[png.length - 20] ?? 0) ^ 0xff;
    expect(() => decodeLabelMapPng(damaged, 'a.png')).toThrow('a.png is damaged (CRC mismatch');
    const text = new TextEncoder().encode('<!doctype html>');
    expect(() => decodeLabelMapPng(text, 'a.png')).toThrow('a.png is not a PNG.');
  });
});

describe('what a PNG unpacks to', () => {
  const png = encodeLabelMapPng(Uint8Array.of(0, 1, 2, 3, 3, 2, 1, 0), size);
  const header = png.subarray(0, 33);
  const bomb = deflateSync(new Uint8Array(2 ** 26));

  it('may not be more than its size justifies', () => {
    const [data, end] = [pngChunk('IDAT', bomb), pngChunk('IEND', new Uint8Array())];
    const file = Uint8Array.from([...header, ...data, ...end]);
    expect(() => decodeLabelMapPng(file, 'a.png', size)).toThrow(
      'a.png is damaged (its pixels take more than the 10 bytes of its size).',
    );
  });

  it.each(['iCCP', 'zTXt', 'iTXt'])('is not looked at in %s', (type) => {
    const named = Uint8Array.from([...new TextEncoder().encode('name'), 0, 0, ...bomb]);
    const file = pngWith(png, pngChunk(type, named));
    expect(decodeLabelMapPng(file, 'a.png').ids).toEqual(decodeLabelMapPng(png, 'a.png').ids);
  });

  it.each([0, 1])('may be as much as its size justifies, interlaced: %i', (interlace) => {
    for (const [width, height, depth] of [
      [1, 1, 8],
      [5, 3, 8],
      [9, 9, 8],
      [17, 2, 16],
    ] as const) {
      const pass = (x: number, y: number, stepX: number, stepY: number) => {
        const columns = Math.ceil((width - x) / stepX);
        return columns > 0
          ? Math.max(0, Math.ceil((height - y) / stepY)) * (1 + (columns * depth) / 8)
          : 0;
      };
      const bytes = interlace
        ? pass(0, 0, 8, 8) +
          pass(4, 0, 8, 8) +
          pass(0, 4, 4, 8) +
          pass(2, 0, 4, 4) +
          pass(0, 2, 2, 4) +
          pass(1, 0, 2, 2) +
          pass(0, 1, 1, 2)
        : pass(0, 0, 1, 1);
      const start = [0, 0, 0, width, 0, 0, 0, height, depth, 0, 0, 0, interlace];
      const file = Uint8Array.from([
        ...png.subarray(0, 8),
        ...pngChunk('IHDR', Uint8Array.from(start)),
        ...pngChunk('IDAT', deflateSync(new Uint8Array(bytes))),
        ...pngChunk('IEND', new Uint8Array()),
      ]);
      expect(decodeLabelMapPng(file, 'a.png').ids).toEqual(new Uint8Array(width * height));
    }
  });
});

describe('the orientation of a mask', () => {
  const png = encodeLabelMapPng(new Uint8Array(8), size);

  it('is named if it is not that of its picture', () => {
    const turned = { width: size.height, height: size.width };
    expect(() => decodeLabelMapPng(png, 'a.png', turned)).toThrow(
      'a.png is 4×2, but its picture is 2×4. Its picture is shown turned, as its EXIF data or its video says: turn the mask in the same way.',
    );
  });

  it('may not be in its EXIF data', () => {
    const turned = pngWith(png, pngChunk('eXIf', exifData(6)));
    expect(() => decodeLabelMapPng(turned, 'a.png')).toThrow(
      'a.png is to be shown turned (EXIF orientation 6), which readers of masks ignore.',
    );
    const plain = pngWith(png, pngChunk('eXIf', exifData(1)));
    expect(decodeLabelMapPng(plain, 'a.png').size).toEqual(size);
  });
});

describe('encodeLabelMapPng', () => {
  it('round-trips ids through a PNG with the DAVIS palette', () => {
    const map = Uint8Array.from({ length: 512 }, (_, pixel) => pixel & 255);
    const png = encodeLabelMapPng(map, { width: 32, height: 16 });
    expect(decode(png).palette).toEqual(DAVIS_PALETTE);
    expect(decodeLabelMapPng(png, 'a.png')).toEqual({ size: { width: 32, height: 16 }, ids: map });
  });
});

describe.skipIf(!hasShared)(withShared('real annotations'), () => {
  it.each([
    ['davis/Annotations/480p/soapbox/00000.png', 854, [1]],
    ['predictions/stm-davis2016/soapbox/00000.png', 854, [1]],
    ['predictions/osvos-davis2017/pigs/00000.png', 854, [1, 2, 3]],
    ['predictions/osvos-davis2017/bike-packing/00000.png', 910, [1, 2]],
    ['footage/chair/Annotations/frame_000000.png', 720, [1]],
  ])('%s is %i pixels wide and contains the objects %j', (path, width, objectIds) => {
    const map = decodeLabelMapPng(readShared(path), path);
    expect(map.size).toEqual({ width, height: 480 });
    expect(objectIdsOf(map.ids)).toEqual(objectIds);
    const again = decodeLabelMapPng(encodeLabelMapPng(map.ids, map.size), path, map.size);
    // toEqual takes a second for this many pixels.
    expect(Buffer.compare(again.ids, map.ids)).toBe(0);
  });

  it('have our palette', () => {
    const { palette } = decode(readShared('predictions/osvos-davis2017/pigs/00000.png'));
    expect(palette).toEqual(DAVIS_PALETTE);
  });

  it('are rejected when truncated at any length', () => {
    const png = readShared('davis/Annotations/480p/soapbox/00000.png');
    for (let length = 0; length < png.length; length += 97) {
      expect(() => decodeLabelMapPng(png.subarray(0, length), 'a.png')).toThrow('is cut off');
    }
  });
});
