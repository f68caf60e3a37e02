import { describe, expect, it } from 'vitest';
import { decodeMaskStream, MaskStreamDecoder } from './decodeMaskStream.ts';
import { encodeMaskStream, type FixedSettings } from './encodeMaskStream.ts';
import { readMaskFile, writeMaskFile } from './maskFile.ts';
import { type MapSource, maskBitsPerPixel } from './maskStream.ts';
import { writeRefreshHeader } from './refreshHeader.ts';
import { movingDiscs } from './testing/testMaps.ts';

const LOSSLESS: FixedSettings = { quality: 'lossless', scale: 1, refresh: 0 };

function decodedIds(source: MapSource, settings: FixedSettings) {
  const { packets } = encodeMaskStream(source, settings);
  const decoded = decodeMaskStream(packets);
  return decoded?.maps.map((map) => {
    expect(map?.damage).toBeNull();
    return map?.ids;
  });
}

describe('a lossless mask stream', () => {
  it.each([
    ['one object', [1]],
    ['several objects', [1, 2, 3]],
    ['distant ids, including void', [7, 254, 255]],
    ['254 objects', Array.from({ length: 254 }, (_, index) => index + 1)],
  ])('preserves every id: %s', (_, ids) => {
    const source = movingDiscs(61, 47, 5, ids);
    const decoded = decodedIds(source, LOSSLESS);
    for (let index = 0; index < source.count; index++) {
      expect(decoded?.[index]).toEqual(source.map(index));
    }
  });

  it.each([
    [1, 1],
    [1, 40],
    [40, 1],
    [17, 33],
    [910, 48],
  ])('codes maps of %i×%i', (width, height) => {
    const source = movingDiscs(width, height, 3, [1, 2]);
    expect(decodedIds(source, LOSSLESS)?.[2]).toEqual(source.map(2));
  });

  it('codes an unchanged map as an empty packet', () => {
    const still = movingDiscs(64, 48, 1);
    const source = { ...still, count: 4, map: () => still.map(0) };
    const { packets } = encodeMaskStream(source, LOSSLESS);
    expect(packets.slice(1).map(({ length }) => length)).toEqual([0, 0, 0]);
    expect(decodedIds(source, LOSSLESS)?.[3]).toEqual(still.map(0));
  });

  it('codes maps without objects, and objects that come and go', () => {
    const disc = movingDiscs(64, 48, 1).map(0);
    const maps = [new Uint8Array(64 * 48), disc, new Uint8Array(64 * 48), disc];
    const source = {
      size: { width: 64, height: 48 },
      count: 4,
      map: (index: number) => maps[index] as Uint8Array,
    };
    expect(decodedIds(source, LOSSLESS)).toEqual(maps);
  });
});

describe('a mask stream with refreshes', () => {
  const source = movingDiscs(80, 60, 9, [1, 2]);
  const { packets } = encodeMaskStream(source, { ...LOSSLESS, refresh: 4 });

  it('can be decoded from any refresh on', () => {
    for (const start of [4, 8]) {
      const decoded = decodeMaskStream(packets.slice(start));
      expect(decoded?.maps[0]?.ids).toEqual(source.map(start));
    }
  });

  it('marks the maps from a missing packet to the next refresh', () => {
    const decoded = decodeMaskStream(packets.map((packet, index) => (index === 5 ? null : packet)));
    expect(decoded?.maps.map((map) => map?.damage !== null)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(decoded?.maps[5]?.damage).toContain('missing');
    expect(decoded?.maps[8]?.ids).toEqual(source.map(8));
  });

  it('cannot be decoded before the first refresh', () => {
    expect(decodeMaskStream(packets.slice(1, 4))).toBeNull();
  });
});

describe('a lossy mask stream', () => {
  const source = movingDiscs(160, 120, 8, [1, 2]);

  it('takes fewer bits at lower quality and at larger scale', () => {
    const bpp = (quality: number, scale: 1 | 2 | 3) =>
      maskBitsPerPixel(encodeMaskStream(source, { quality, scale, refresh: 0 }), source.size);
    expect(bpp(30, 1)).toBeLessThan(bpp(70, 1));
    expect(bpp(50, 2)).toBeLessThan(bpp(50, 1));
    expect(bpp(50, 3)).toBeLessThan(bpp(50, 2));
  });

  it('has few wrong labels', () => {
    for (const scale of [1, 2, 3] as const) {
      const decoded = decodedIds(source, { quality: 60, scale, refresh: 0 });
      let wrong = 0;
      for (let index = 0; index < source.count; index++) {
        const map = source.map(index);
        decoded?.[index]?.forEach((id, at) => {
          if (id !== map[at]) wrong++;
        });
      }
      expect(wrong / (160 * 120 * source.count)).toBeLessThan(0.03);
    }
  });
});

describe('a mask file', () => {
  it('preserves the packets', () => {
    const { packets } = encodeMaskStream(movingDiscs(40, 30, 4), LOSSLESS);
    expect(readMaskFile(writeMaskFile({ packets }), 'a.msk')).toEqual(packets);
  });

  it('rejects other files and newer versions', () => {
    expect(() => readMaskFile(Uint8Array.from([1, 2, 3, 4, 5]), 'a.msk')).toThrow('a.msk is not');
    const file = writeMaskFile({ packets: [] });
    file[4] = 2;
    expect(() => readMaskFile(file, 'a.msk')).toThrow('version 2');
  });
});

describe('a few bytes that claim to be a map', () => {
  const refresh = (width: number, height: number) =>
    Uint8Array.from([
      ...writeRefreshHeader({
        ...{ size: { width, height }, scale: 1, ids: [0, 1, 2], count: 1, checksum: 0 },
      }),
      ...Array.from({ length: 40 }, (_, index) => (index * 73 + 41) & 255),
    ]);

  it('are not decoded if no video is as large', () => {
    const decoder = new MaskStreamDecoder();
    expect(decoder.decode(refresh(5792, 5792))).toBeNull();
    expect(decoder.size).toBeNull();
  });
});
