import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allocateFrames, type FrameSize, type Frames, framePlanes } from '../sequence/frames.ts';
import { decodeLabelMapPng } from '../sequence/labelMapPng.ts';
import { allocateLabelMaps, type LabelMaps, labelMap, VOID_ID } from '../sequence/labelMaps.ts';
import { hasShared, readShared, SHARED, withShared } from '../testing/sharedFixtures.ts';
import { meanPictureQuality, pictureQuality } from './pictureQuality.ts';
import type { AreaQuality, PictureQuality } from './scoringApi.ts';
import { paintPictures } from './testing/madeUpPictures.ts';
import reference from './testing/pictureReference.json' with { type: 'json' };

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

type Expected = Record<'whole' | 'inside' | 'outside', { psnrY: number; ssimY: number | null }>;

describe('made-up pictures score as in scikit-image', () => {
  test.each(reference.madeUp)('$pattern, $change, $width×$height', (entry) => {
    const { original, tested, ids } = paintPictures(entry.pattern, entry.change, entry);
    expectQuality(qualityOf(original, tested, ids, entry), entry);
  });
});

describe.skipIf(!hasShared || !hasFfmpeg)(
  hasFfmpeg
    ? withShared('frames of DAVIS score as in scikit-image')
    : 'frames of DAVIS (skipped: no ffmpeg to decode them)',
  () => {
    test.each(reference.real)('$name, $original and $tested', (entry) => {
      const { ids, size } = decodeLabelMapPng(
        readShared(`davis/Annotations/480p/${entry.name}/${entry.original}.png`),
        entry.name,
      );
      const luma = (frame: string) =>
        decodeLuma(`davis/JPEGImages/480p/${entry.name}/${frame}.jpg`);
      expectQuality(qualityOf(luma(entry.original), luma(entry.tested), ids, size), entry);
    });
  },
);

test('an identical picture has an SSIM of 1 and an infinite PSNR', () => {
  const { original, ids } = paintPictures('texture', 'noise', { width: 40, height: 30 });
  const identical = { psnrY: Number.POSITIVE_INFINITY, ssimY: expect.closeTo(1, 12) };
  expect(qualityOf(original, original, ids, { width: 40, height: 30 })).toEqual({
    ...identical,
    psnr: Number.POSITIVE_INFINITY,
    inside: identical,
    outside: identical,
  });
});

describe('areas', () => {
  const size = { width: 24, height: 16 };
  const { original, tested } = paintPictures('waves', 'noise', size);

  test('a frame without ground truth has none', () => {
    expect(qualityOf(original, tested, null, size)).toMatchObject({ inside: null, outside: null });
  });

  test('an object that is not in the frame has no inside', () => {
    const { inside, outside, psnrY } = qualityOf(original, tested, new Uint8Array(384), size);
    expect(inside).toBeNull();
    expect(outside?.psnrY).toBe(psnrY);
  });

  test('an object that fills the frame has no outside', () => {
    const ids = new Uint8Array(384).fill(2);
    expect(qualityOf(original, tested, ids, size).outside).toBeNull();
  });

  test('void is neither inside nor outside', () => {
    const ids = new Uint8Array(384).fill(VOID_ID);
    expect(qualityOf(original, tested, ids, size)).toMatchObject({ inside: null, outside: null });
  });

  test('an object at the border has a PSNR, but no window and no SSIM', () => {
    const ids = new Uint8Array(384).fill(1, 0, 3);
    const { inside } = qualityOf(original, tested, ids, size);
    expect(inside).toEqual({ psnrY: expect.any(Number), ssimY: Number.NaN });
  });
});

test('a picture smaller than a window has no SSIM', () => {
  const size = { width: 40, height: 10 };
  const { original, tested } = paintPictures('waves', 'noise', size);
  const { psnrY, ssimY } = qualityOf(original, tested, null, size);
  expect(psnrY).toBeGreaterThan(30);
  expect(ssimY).toBeNaN();
});

describe('meanPictureQuality', () => {
  const area = (psnrY: number, ssimY: number): AreaQuality => ({ psnrY, ssimY });
  const frame = (psnrY: number, inside: AreaQuality | null): PictureQuality => ({
    psnrY,
    psnr: psnrY + 2,
    ssimY: psnrY / 100,
    inside,
    outside: area(psnrY, 0.5),
  });

  test('averages over the frames that have a quality, and areas over the frames that have them', () => {
    const frames = [frame(30, area(20, 0.8)), null, frame(40, null), frame(35, area(24, 0.6))];
    expect(meanPictureQuality(frames)).toEqual({
      psnrY: 35,
      psnr: 37,
      ssimY: expect.closeTo(0.35, 12),
      inside: { psnrY: 22, ssimY: expect.closeTo(0.7, 12) },
      outside: { psnrY: 35, ssimY: 0.5 },
    });
  });

  test('leaves out undefined figures', () => {
    const frames = [frame(30, area(20, Number.NaN)), frame(40, area(22, 0.6))];
    expect(meanPictureQuality(frames)?.inside).toEqual({ psnrY: 21, ssimY: 0.6 });
  });

  test('is null without frames, and without areas', () => {
    expect(meanPictureQuality([null, null])).toBeNull();
    expect(meanPictureQuality([frame(30, null)])?.inside).toBeNull();
  });
});

function expectQuality(quality: PictureQuality, expected: Expected): void {
  const close = ({ psnrY, ssimY }: Expected['whole']) => ({
    psnrY: expect.closeTo(psnrY, 6),
    ssimY: ssimY === null ? Number.NaN : expect.closeTo(ssimY, 6),
  });
  expect(quality).toMatchObject({
    ...close(expected.whole),
    inside: close(expected.inside),
    outside: close(expected.outside),
  });
}

function qualityOf(
  original: Uint8Array,
  tested: Uint8Array,
  ids: Uint8Array | null,
  size: FrameSize,
): PictureQuality {
  return pictureQuality(asFrames(original, size), asFrames(tested, size), asMaps(ids, size), 0);
}

function asFrames(luma: Uint8Array, { width, height }: FrameSize): Frames {
  const frames = allocateFrames({ width, height }, 1);
  framePlanes(frames, 0).y.set(luma);
  return frames;
}

function asMaps(ids: Uint8Array | null, { width, height }: FrameSize): LabelMaps | null {
  if (!ids) return null;
  const maps = allocateLabelMaps({ width, height }, 1);
  labelMap(maps, 0).set(ids);
  return maps;
}

/** The luma plane as stored in the file, without colour conversion. */
function decodeLuma(path: string): Uint8Array {
  const plane = ['-vf', 'extractplanes=y', '-f', 'rawvideo', '-'];
  const { stdout } = spawnSync('ffmpeg', ['-v', 'error', '-i', join(SHARED, path), ...plane], {
    maxBuffer: 2 ** 24,
  });
  return new Uint8Array(stdout);
}
